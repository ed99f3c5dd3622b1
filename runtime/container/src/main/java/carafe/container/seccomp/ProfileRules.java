package carafe.container.seccomp;

import carafe.container.Unusable;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A profile's rules by system call, for all ABIs alike.
 *
 * <p>A rule that returns what the default returns is dropped, as runc and crun do. A rule without conditions makes all
 * others for its call void, before and after it, as in libseccomp. Conditions of which two look at the same argument
 * are alternatives, each a rule of its own: what engines have relied on since before conditions could be joined.
 */
final class ProfileRules {
    private static final int EPERM = 1;
    /** MAX_ERRNO (linux/err.h); the kernel would silently return this for anything above. */
    private static final int HIGHEST_ERRNO = 4095;

    private final int defaultReturn;
    private final boolean[] named;
    private final boolean[] decided;
    private final int[] decision;
    private final int[] decidingEntry;
    private final List<List<Rule>> rules;
    private final List<String> ignoredNames = new ArrayList<>();
    private boolean notifies;

    /**
     * @throws Unusable if the profile asks for what no filter can do
     */
    ProfileRules(Seccomp profile) {
        SyscallTable table = SyscallTable.get();
        named = new boolean[table.size()];
        decided = new boolean[table.size()];
        decision = new int[table.size()];
        decidingEntry = new int[table.size()];
        rules = new ArrayList<>(Collections.nCopies(table.size(), null));
        if (profile.defaultAction() == SeccompAction.NOTIFY) {
            throw new Unusable("/linux/seccomp/defaultAction", "SCMP_ACT_NOTIFY cannot be the default action:"
                    + " the container could not even hand out the descriptor of its listener");
        }
        defaultReturn = returnValue(profile.defaultAction(), profile.defaultErrnoRet(),
                "/linux/seccomp/defaultErrnoRet");
        List<SeccompSyscall> entries = profile.syscalls();
        for (int i = 0; i < entries.size(); i++) {
            add(entries.get(i), i);
        }
        if (notifies && (profile.listenerPath() == null || profile.listenerPath().isEmpty())) {
            throw new Unusable("/linux/seccomp/listenerPath",
                    "SCMP_ACT_NOTIFY needs the path of a socket to send the listener to");
        }
    }

    private void add(SeccompSyscall entry, int index) {
        String pointer = "/linux/seccomp/syscalls/" + index;
        int returnValue = returnValue(entry.action(), entry.errnoRet(), pointer + "/errnoRet");
        notifies |= entry.action() == SeccompAction.NOTIFY;
        List<String> names = entry.names();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (entry.action() == SeccompAction.NOTIFY && name.equals("write")) {
                throw new Unusable(pointer + "/names/" + i,
                        "SCMP_ACT_NOTIFY cannot be used for the write syscall:"
                                + " the container needs it to report the descriptor of its listener");
            }
            int call = SyscallTable.get().find(name);
            if (call < 0) {
                ignoredNames.add(name);
                continue;
            }
            named[call] = true;
            if (returnValue != defaultReturn && !decided[call]) {
                add(call, returnValue, entry.args(), index);
            }
        }
    }

    private void add(int call, int returnValue, List<SeccompArg> conditions, int entry) {
        if (conditions.isEmpty()) {
            decided[call] = true;
            decision[call] = returnValue;
            decidingEntry[call] = entry;
            rules.set(call, null);
            return;
        }
        List<Rule> rulesOfCall = rules.get(call);
        if (rulesOfCall == null) {
            rulesOfCall = new ArrayList<>();
            rules.set(call, rulesOfCall);
        }
        if (lookAtDifferentArguments(conditions)) {
            rulesOfCall.add(new Rule(returnValue, conditions, entry));
        } else {
            for (SeccompArg condition : conditions) {
                rulesOfCall.add(new Rule(returnValue, List.of(condition), entry));
            }
        }
    }

    private static boolean lookAtDifferentArguments(List<SeccompArg> conditions) {
        int seen = 0;
        for (SeccompArg condition : conditions) {
            int bit = 1 << condition.index();
            if ((seen & bit) != 0) {
                return false;
            }
            seen |= bit;
        }
        return true;
    }

    private static int returnValue(SeccompAction action, Integer errno, String pointer) {
        if (!action.takesErrno()) {
            if (errno != null) {
                throw new Unusable(pointer, action.word() + " does not take an errno, found " + errno);
            }
            return action.returnValue();
        }
        if (errno != null && action == SeccompAction.ERRNO && errno > HIGHEST_ERRNO) {
            throw new Unusable(pointer, "found " + errno + ", expected an errno of at most " + HIGHEST_ERRNO);
        }
        return action.returnValue() | (errno == null ? EPERM : errno);
    }

    int defaultReturn() {
        return defaultReturn;
    }

    /** Whether any entry mentions {@code call}, whatever it says. */
    boolean names(int call) {
        return named[call];
    }

    /** Whether {@code call} has a rule without conditions. */
    boolean decides(int call) {
        return decided[call];
    }

    /** What a call returns for which {@link #decides} holds. */
    int decision(int call) {
        return decision[call];
    }

    /** Which of the profile's entries that is. */
    int decidingEntry(int call) {
        return decidingEntry[call];
    }

    /** The rules with conditions, in the profile's order; null if there are none, or one without. */
    List<Rule> rules(int call) {
        return rules.get(call);
    }

    /** Names that no ABI has; engines list calls that are newer than the runtime. */
    List<String> ignoredNames() {
        return ignoredNames;
    }

    /** Whether any entry hands calls to an agent. */
    boolean notifies() {
        return notifies;
    }
}
