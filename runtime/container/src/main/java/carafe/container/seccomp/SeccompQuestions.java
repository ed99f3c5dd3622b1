package carafe.container.seccomp;

import carafe.container.Unusable;
import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.DecisionGraph;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.kernel.Errno;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Says what a profile means for a call, on every ABI of a machine, and which part of the profile says so. */
public final class SeccompQuestions {
    private static final int DATA = 0xffff;
    private static final int MOST_ARGUMENTS = 6;
    /** Traps of the kernel's own, which it lets pass any filter (seccomp_uprobe_exception of kernel/seccomp.c). */
    private static final Set<String> UNFILTERED = Set.of("uprobe", "uretprobe");

    private final Seccomp profile;
    private final String pointer;
    private final SyscallAbi machine;
    private final ProfileRules rules;
    private final BpfProgram program;

    /**
     * @param pointer where the profile stands in its document; empty if it is the document
     * @throws Unusable if no filter can be made of it
     */
    public SeccompQuestions(Seccomp profile, String pointer, SyscallAbi machine) {
        this.profile = profile;
        this.pointer = pointer;
        this.machine = machine;
        rules = new ProfileRules(profile);
        program = BpfProgram.ofBytes(SeccompCompiler.compile(profile, machine).program(), machine.isBigEndian());
    }

    /**
     * @param call      a name or a number
     * @param arguments as many as are known, up to six
     * @return nothing if no ABI of the machine has such a call
     */
    public List<SeccompVerdict> about(String call, long[] arguments) {
        List<SeccompVerdict> verdicts = new ArrayList<>();
        Integer asNumber = number(call);
        for (SyscallAbi abi : machine.offeredByKernel()) {
            if (asNumber != null) {
                if (asNumber < SyscallAbi.X32_BIT || abi == SyscallAbi.X32) {
                    verdicts.add(verdict(abi, asNumber & ~abi.numberBase(), arguments));
                }
                continue;
            }
            int named = SyscallTable.get().find(call);
            if (named < 0) {
                continue;
            }
            int rank = SyscallTable.get().rank(abi, named);
            if (rank != SyscallTable.ABSENT) {
                verdicts.add(verdict(abi, SyscallTable.get().numbers(abi)[rank], arguments));
            }
            Multiplexer way = Multiplexer.of(named);
            if (way != null && abi.multiplexes()) {
                int entrance = SyscallTable.get().numbers(abi)[SyscallTable.get().rank(abi, way.entrance())];
                verdicts.add(verdict(abi, entrance, new long[] {way.selector()}));
            }
        }
        return verdicts;
    }

    private static Integer number(String call) {
        try {
            int number = Integer.decode(call);
            return number < 0 ? null : (Integer) number;
        } catch (NumberFormatException name) {
            return null;
        }
    }

    /** @param number without the base of the ABI */
    private SeccompVerdict verdict(SyscallAbi abi, int number, long[] arguments) {
        String name = SyscallTable.get().nameOf(abi, number);
        String shown = name == null ? "(none)" : name;
        int whole = abi.numberBase() + number;
        if (abi != machine && !profile.architectures().contains(abi.arch())) {
            return new SeccompVerdict(abi.label(), shown, whole, SeccompAction.KILL_THREAD.word(), null,
                    pointer + "/architectures", "the profile does not list " + abi.arch().word()
                    + ", so that whoever calls this way is killed", List.of());
        }
        List<AbiRule> chain = new AbiRules(rules, abi, new DecisionGraph()).chain(number);
        for (AbiRule rule : chain) {
            switch (applies(rule, arguments)) {
                case YES -> {
                    requireFilterAgrees(abi, whole, arguments, rule);
                    return new SeccompVerdict(abi.label(), shown, whole, action(rule), errno(rule),
                            pointerTo(rule), reason(rule, name, chain.size() > 1) + exception(abi, name), List.of());
                }
                case UNKNOWN -> {
                    return new SeccompVerdict(abi.label(), shown, whole, null, null, null,
                            "it depends on the arguments", cases(chain));
                }
                case NO -> {
                    // the next one may
                }
            }
        }
        throw new IllegalStateException("a chain of rules without an end");
    }

    /** The answer is the filter's, or it is none: arguments that are not known make no difference here. */
    private void requireFilterAgrees(SyscallAbi abi, int number, long[] arguments, AbiRule rule) {
        SeccompData call = new SeccompData(number, abi.auditArch(), 0, Arrays.copyOf(arguments, MOST_ARGUMENTS),
                machine.isBigEndian());
        int returned = BpfInterpreter.run(program, call).returnValue();
        if (returned != rule.returnValue()) {
            throw new IllegalStateException("for call " + number + " of " + abi.label() + " the filter returns "
                    + ReturnValue.text(returned) + " where the profile says " + ReturnValue.text(rule.returnValue()));
        }
    }

    private enum Answer { YES, NO, UNKNOWN }

    private static Answer applies(AbiRule rule, long[] arguments) {
        Answer answer = Answer.YES;
        for (Condition condition : rule.conditions()) {
            if (condition.argument() >= arguments.length) {
                answer = Answer.UNKNOWN;
            } else if (!condition.holds(arguments[condition.argument()])) {
                return Answer.NO;
            }
        }
        return answer;
    }

    private List<SeccompVerdict.Case> cases(List<AbiRule> chain) {
        List<SeccompVerdict.Case> cases = new ArrayList<>();
        for (AbiRule rule : chain) {
            String when = rule.conditions().length == 0 ? "otherwise" : conditions(rule);
            cases.add(new SeccompVerdict.Case(when, action(rule), errno(rule), pointerTo(rule)));
        }
        return cases;
    }

    private static String action(AbiRule rule) {
        int wanted = ReturnValue.action(rule.returnValue());
        SeccompAction found = null;
        for (SeccompAction action : SeccompAction.values()) {
            // of two names for one action the later, which is the newer
            found = action.returnValue() == wanted ? action : found;
        }
        return found.word();
    }

    private static String errno(AbiRule rule) {
        int data = rule.returnValue() & DATA;
        return switch (ReturnValue.action(rule.returnValue())) {
            case ReturnValue.ERRNO -> data == 0 ? "0" : Errno.name(data);
            case ReturnValue.TRACE -> Integer.toString(data);
            default -> null;
        };
    }

    private String pointerTo(AbiRule rule) {
        return switch (rule.entry()) {
            case AbiRule.DEFAULT -> pointer + "/defaultAction";
            case AbiRule.UNKNOWN -> null;
            default -> pointer + "/syscalls/" + rule.entry();
        };
    }

    private String reason(AbiRule rule, String name, boolean hasRules) {
        return switch (rule.entry()) {
            case AbiRule.DEFAULT -> hasRules
                    ? "the conditions of no rule for it hold, so the default action does"
                    : "no rule says otherwise, so the default action holds";
            case AbiRule.UNKNOWN -> (name == null
                    ? "no kernel known here has this number"
                    : "it is newer than every call the profile names, as it came with Linux "
                            + SyscallTable.get().sinceText(SyscallTable.get().find(name)))
                    + ", so it is refused as missing, on which C libraries fall back to older calls";
            default -> rule.conditions().length == 0
                    ? "this rule has no conditions"
                    : "the conditions of this rule hold: " + conditions(rule);
        };
    }

    private static String exception(SyscallAbi abi, String name) {
        return abi == SyscallAbi.X86_64 && name != null && UNFILTERED.contains(name)
                ? "; but Linux does not ask filters about it any more, since 6.14 or 6.18"
                : "";
    }

    private static String conditions(AbiRule rule) {
        StringBuilder text = new StringBuilder();
        for (Condition condition : rule.conditions()) {
            text.append(text.isEmpty() ? "" : " and ").append(condition.text());
        }
        return text.toString();
    }
}
