package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.cli.args.ByteSize;
import carafe.cli.args.Flag;
import carafe.container.Refused;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Pids;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Map;

/** The limits that the flags of {@code update} name; everything else is absent and so stays as it is. */
final class ResourceFlags {
    private static final String UNLIMITED = "-1";

    private ResourceFlags() {
    }

    static Resources of(Arguments arguments) {
        Pids pids = arguments.has(UpdateVerb.PIDS_LIMIT) ? new Pids(arguments.integer(UpdateVerb.PIDS_LIMIT)) : null;
        return new Resources(List.of(), memory(arguments), cpu(arguments), pids, blockIo(arguments), List.of(), null,
                Map.of(), Map.of());
    }

    private static Memory memory(Arguments arguments) {
        return new Memory(
                size(arguments, UpdateVerb.MEMORY),
                size(arguments, UpdateVerb.MEMORY_RESERVATION),
                size(arguments, UpdateVerb.MEMORY_SWAP),
                null, null, null, null, null, null);
    }

    private static Cpu cpu(Arguments arguments) {
        return new Cpu(
                unsigned(arguments, UpdateVerb.CPU_SHARE),
                signed(arguments, UpdateVerb.CPU_QUOTA),
                unsigned(arguments, UpdateVerb.CPU_BURST),
                unsigned(arguments, UpdateVerb.CPU_PERIOD),
                signed(arguments, UpdateVerb.CPU_RT_RUNTIME),
                unsigned(arguments, UpdateVerb.CPU_RT_PERIOD),
                arguments.textOrNull(UpdateVerb.CPUSET_CPUS),
                arguments.textOrNull(UpdateVerb.CPUSET_MEMS),
                signed(arguments, UpdateVerb.CPU_IDLE));
    }

    private static BlockIo blockIo(Arguments arguments) {
        long weight = arguments.integer(UpdateVerb.BLKIO_WEIGHT);
        if (weight == 0) {
            return null;
        }
        if (weight < 0 || weight > 0xffff) {
            throw invalid(UpdateVerb.BLKIO_WEIGHT, Long.toString(weight));
        }
        return new BlockIo((int) weight, null, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static Long size(Arguments arguments, Flag flag) {
        String text = arguments.textOrNull(flag);
        if (text == null) {
            return null;
        }
        if (text.equals(UNLIMITED)) {
            return -1L;
        }
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new Refused("invalid value for " + flag.name() + ": " + malformed.getMessage());
        }
    }

    private static Long signed(Arguments arguments, Flag flag) {
        String text = arguments.textOrNull(flag);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException malformed) {
            throw invalid(flag, text);
        }
    }

    private static Long unsigned(Arguments arguments, Flag flag) {
        String text = arguments.textOrNull(flag);
        try {
            return text == null ? null : Long.parseUnsignedLong(text);
        } catch (NumberFormatException malformed) {
            throw invalid(flag, text);
        }
    }

    private static Refused invalid(Flag flag, String text) {
        return new Refused("invalid value for " + flag.name() + ": parsing \"" + text + "\": invalid syntax");
    }
}
