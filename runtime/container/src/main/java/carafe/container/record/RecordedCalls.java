package carafe.container.record;

import carafe.container.seccomp.SyscallAbi;
import carafe.spec.json.JsonWriter;
import carafe.spec.seccomp.SeccompAction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What was called, and the profile that allows just that. */
public final class RecordedCalls {
    private final Set<String> names = new TreeSet<>();
    private final Set<SyscallAbi> abis = EnumSet.of(SyscallAbi.ofThisMachine());

    private RecordedCalls() {
    }

    /** @param names of calls that cannot be seen, and so count as made */
    public static RecordedCalls including(List<String> names) {
        RecordedCalls calls = new RecordedCalls();
        calls.names.addAll(names);
        return calls;
    }

    void add(int auditArch, int number) {
        SyscallAbi abi = SyscallAbi.ofCall(auditArch, number);
        String name = abi == null ? null : abi.nameOf(number);
        if (name != null) {
            abis.add(abi);
            names.add(name);
        }
    }

    public int count() {
        return names.size();
    }

    /** As linux.seccomp of config.json. */
    public byte[] profile() {
        JsonWriter out = JsonWriter.indentedBy("  ");
        out.beginObject().word("defaultAction", SeccompAction.ERRNO).beginArray("architectures");
        for (SyscallAbi abi : abis) {
            out.text(abi.arch().word());
        }
        out.endArray().beginArray("syscalls").beginObject().beginArray("names");
        for (String name : names) {
            out.text(name);
        }
        return out.endArray().word("action", SeccompAction.ALLOW).endObject().endArray().endObject().toBytes();
    }
}
