package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.ContainerId;
import carafe.container.lifecycle.Update;
import carafe.container.rdt.RdtUpdate;
import carafe.spec.ConfigReader;
import carafe.spec.json.Findings;
import carafe.spec.resources.Resources;
import carafe.spec.validate.Validator;

/** {@code update}: changes the resource limits of a container. */
final class UpdateVerb implements Verb {
    static final Flag RESOURCES = Flag.file("resources", "FILE",
            "read the limits as JSON from this file, or from standard input if it is -; all other flags are then"
                    + " ignored").withAlias("r");
    static final Flag BLKIO_WEIGHT = Flag.integer("blkio-weight", "N", "share of block device time, 10 to 1000")
            .orElse("0");
    static final Flag CPU_PERIOD = Flag.text("cpu-period", "USEC", "period of the processor quota in microseconds");
    static final Flag CPU_QUOTA = Flag.text("cpu-quota", "USEC", "processor time per period in microseconds");
    static final Flag CPU_BURST = Flag.text("cpu-burst", "USEC", "unused quota that may be saved up, in microseconds");
    static final Flag CPU_SHARE = Flag.text("cpu-share", "N", "processor weight relative to other containers");
    static final Flag CPU_RT_PERIOD = Flag.text("cpu-rt-period", "USEC", "period of the real-time quota");
    static final Flag CPU_RT_RUNTIME = Flag.text("cpu-rt-runtime", "USEC", "real-time processor time per period");
    static final Flag CPUSET_CPUS = Flag.text("cpuset-cpus", "LIST", "processors to use, such as 0-3,7");
    static final Flag CPUSET_MEMS = Flag.text("cpuset-mems", "LIST", "memory nodes to use");
    static final Flag CPU_IDLE = Flag.text("cpu-idle", "0|1", "1 runs the container only when processors are idle");
    static final Flag MEMORY = Flag.text("memory", "SIZE", "memory limit");
    static final Flag MEMORY_RESERVATION = Flag.text("memory-reservation", "SIZE", "soft memory limit");
    static final Flag MEMORY_SWAP = Flag.text("memory-swap", "SIZE", "limit of memory plus swap; -1 for none");
    static final Flag PIDS_LIMIT = Flag.integer("pids-limit", "N", "limit on the number of processes").orElse("0");
    static final Flag L3_CACHE_SCHEMA = Flag.text("l3-cache-schema", "SCHEMA", "resctrl line for the L3 cache");
    static final Flag MEM_BW_SCHEMA = Flag.text("mem-bw-schema", "SCHEMA", "resctrl line for memory bandwidth");

    /** The kernel no longer has these limits. */
    static final Flag KERNEL_MEMORY = Flag.text("kernel-memory", "SIZE", "no effect").concealed();
    static final Flag KERNEL_MEMORY_TCP = Flag.text("kernel-memory-tcp", "SIZE", "no effect").concealed();

    static final Syntax SYNTAX = Syntax.of("update", "change the resource limits of a container")
            .operands(Operand.containerId())
            .flags(RESOURCES, BLKIO_WEIGHT, CPU_PERIOD, CPU_QUOTA, CPU_BURST, CPU_SHARE, CPU_RT_PERIOD, CPU_RT_RUNTIME,
                    CPUSET_CPUS, CPUSET_MEMS, CPU_IDLE, MEMORY, MEMORY_RESERVATION, MEMORY_SWAP, PIDS_LIMIT,
                    L3_CACHE_SCHEMA, MEM_BW_SCHEMA, KERNEL_MEMORY, KERNEL_MEMORY_TCP)
            .description("""
                    Changes limits of a container that exists. What is not mentioned stays as it
                    is. Sizes are bytes, or a number with k, m, g, t or p.

                    The file of --resources holds the object that linux.resources is in
                    config.json. Device rules in it are ignored.""")
            .example("carafe update --memory 512m --pids-limit 100 web1", "limit memory and processes")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        ContainerId id = call.containerId();
        Arguments arguments = call.arguments();
        if (arguments.has(KERNEL_MEMORY) || arguments.has(KERNEL_MEMORY_TCP)) {
            call.log().warning("Kernel memory settings are ignored and will be removed");
        }
        String file = arguments.textOrNull(RESOURCES);
        Resources resources;
        if (file == null) {
            resources = ResourceFlags.of(arguments);
            Validator.validate(resources, Findings.stoppingAtFirstError("update"));
        } else {
            resources = ConfigReader.readResources(file, HostFile.readOrStandardInput(call.kernel(), file));
            Validator.validate(resources, Findings.stoppingAtFirstError(file));
        }
        RdtUpdate rdt = new RdtUpdate(schema(arguments, L3_CACHE_SCHEMA), schema(arguments, MEM_BW_SCHEMA));
        new Update(call.kernel(), call.store()).update(id, resources, rdt);
        return 0;
    }

    /** An empty one changes nothing, as with runc. */
    private static String schema(Arguments arguments, Flag flag) {
        String line = arguments.textOrNull(flag);
        return line == null || line.isEmpty() ? null : line;
    }
}
