package carafe.container.seccomp;

import carafe.container.Unusable;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.DecisionGraph;
import carafe.container.seccomp.bpf.ProgramLayout;
import carafe.container.seccomp.bpf.ProgramTooLongException;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompFlag;
import java.util.List;

/** Compiles the profile of a config.json to the filter that the kernel loads. */
public final class SeccompCompiler {
    /** SECCOMP_FILTER_FLAG_NEW_LISTENER (linux/seccomp.h): the only flag that follows from the rules. */
    static final int NEW_LISTENER = 1 << 3;
    /** What calls through an ABI get that the profile does not list; libseccomp's choice. */
    private static final int FOREIGN_ABI = ReturnValue.KILL_THREAD;
    /** Tracers set this number to make the kernel skip a call, so it is not taken for one of x32. */
    private static final int SKIPPED_CALL = -1;

    private final ProfileRules rules;
    private final Seccomp profile;
    private final SyscallAbi machine;
    private final DecisionGraph graph = new DecisionGraph();

    private SeccompCompiler(Seccomp profile, SyscallAbi machine) {
        this.profile = profile;
        this.machine = machine;
        rules = new ProfileRules(profile);
    }

    /**
     * The filter for {@code profile} on a kernel whose native ABI is {@code machine}. That ABI is always allowed in;
     * others are when the profile lists them, and those that such a kernel does not offer make no difference.
     *
     * @throws Unusable if the profile asks for what no filter can do
     */
    public static SeccompFilter compile(Seccomp profile, SyscallAbi machine) {
        return new SeccompCompiler(profile, machine).compile();
    }

    private SeccompFilter compile() {
        int foreign = graph.returning(FOREIGN_ABI);
        int start = foreign;
        List<SyscallAbi> offered = machine.offeredByKernel();
        for (int i = offered.size() - 1; i >= 0; i--) {
            SyscallAbi abi = offered.get(i);
            if (abi != SyscallAbi.X32 && isAdmitted(abi)) {
                int call = graph.load(SeccompData.NUMBER_OFFSET, search(abi, foreign));
                start = graph.ifEqual(abi.auditArch(), call, start);
            }
        }
        start = graph.load(SeccompData.ARCH_OFFSET, start);
        BpfProgram program;
        try {
            program = ProgramLayout.of(graph, start);
        } catch (ProgramTooLongException e) {
            throw new Unusable("/linux/seccomp/syscalls", e.getMessage());
        }
        return new SeccompFilter(program.toBytes(machine.isBigEndian()), program.length(), flags(),
                rules.notifies(), List.copyOf(rules.ignoredNames()));
    }

    private boolean isAdmitted(SyscallAbi abi) {
        return abi == machine || profile.architectures().contains(abi.arch());
    }

    private int search(SyscallAbi abi, int foreign) {
        NumberSearch search = new NumberSearch();
        new AbiRules(rules, abi, graph).addTo(search);
        if (abi == SyscallAbi.X86_64) {
            if (isAdmitted(SyscallAbi.X32)) {
                new AbiRules(rules, SyscallAbi.X32, graph).addTo(search);
            } else {
                search.from(SyscallAbi.X32_BIT, foreign);
                search.from(SKIPPED_CALL, graph.returning(rules.defaultReturn()));
            }
        }
        return search.node(graph);
    }

    private int flags() {
        int flags = rules.notifies() ? NEW_LISTENER : 0;
        if (profile.flags() == null) {
            // As runc: a profile that says nothing of flags does not ask for the slower, speculation-safe mode either.
            return flags | SeccompFlag.SPEC_ALLOW.bit();
        }
        for (SeccompFlag flag : profile.flags()) {
            flags |= switch (flag) {
                // Says that all threads get the filter; the process that loads it has one.
                case TSYNC -> 0;
                case LOG, SPEC_ALLOW -> flag.bit();
                // The kernel takes it together with a listener only.
                case WAIT_KILLABLE_RECV -> rules.notifies() ? flag.bit() : 0;
            };
        }
        return flags;
    }
}
