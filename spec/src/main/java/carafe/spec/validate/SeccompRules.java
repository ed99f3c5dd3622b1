package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompSyscall;

/** {@code linux.seccomp}. */
final class SeccompRules {
    /** MAX_ERRNO (linux/err.h); the kernel would return this for anything above. */
    private static final int HIGHEST_ERRNO = 4095;

    private SeccompRules() {
    }

    static void check(Seccomp seccomp, Place place) {
        SeccompAction defaultAction = seccomp.defaultAction();
        if (defaultAction == SeccompAction.NOTIFY) {
            place.at("defaultAction").error(quoted(defaultAction.word()),
                    "another action, since the process could then not hand over its listener");
        }
        checkErrno(defaultAction, seccomp.defaultErrnoRet(), place.at("defaultErrnoRet"));
        if (seccomp.listenerMetadata() != null && seccomp.listenerPath() == null) {
            place.at("listenerMetadata").error(quoted(seccomp.listenerMetadata()), "none without listenerPath");
        }
        boolean notifies = false;
        for (int i = 0; i < seccomp.syscalls().size(); i++) {
            SeccompSyscall rule = seccomp.syscalls().get(i);
            check(rule, place.at("syscalls").at(i));
            notifies |= rule.action() == SeccompAction.NOTIFY;
        }
        if (notifies && seccomp.listenerPath() == null) {
            place.at("listenerPath").missing("the socket of the agent, since a rule has the action SCMP_ACT_NOTIFY");
        }
    }

    private static void check(SeccompSyscall rule, Place place) {
        if (rule.names().isEmpty()) {
            place.at("names").error("no names", "at least one system call");
        }
        int write = rule.names().indexOf("write");
        if (rule.action() == SeccompAction.NOTIFY && write >= 0) {
            // runc's words, which its own tests look for
            place.at("names").at(write).error(quoted("write"), "another action, as SCMP_ACT_NOTIFY cannot be used for "
                    + "the write syscall: set-up needs this call to hand over the listener");
        }
        checkErrno(rule.action(), rule.errnoRet(), place.at("errnoRet"));
    }

    private static void checkErrno(SeccompAction action, Integer errno, Place place) {
        if (errno != null && action != null && !action.takesErrno()) {
            place.error(errno.toString(), "none with " + action.word());
        } else if (errno != null && action == SeccompAction.ERRNO && errno > HIGHEST_ERRNO) {
            place.error(errno.toString(), "an errno of at most " + HIGHEST_ERRNO);
        }
    }
}
