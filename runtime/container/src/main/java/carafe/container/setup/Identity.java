package carafe.container.setup;

import carafe.container.Notices;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.User;
import java.util.List;

/**
 * {@code process.user}: umask, groups and ids. After everything that takes root's rights, and between the two halves of
 * {@link CapabilitySets}; the kernel forgets the parent-death signal at a change of ids, so it must be set again after.
 */
public final class Identity {
    private static final int DEFAULT_UMASK = 0022;

    private final Kernel kernel;
    private final User user;
    private final boolean inUserNamespace;
    private final boolean keepsGroups;
    private final Notices notices;

    /** @param keepsGroups whether the process stays in the groups it is in, whatever the config says */
    public Identity(Kernel kernel, User user, boolean inUserNamespace, boolean keepsGroups, Notices notices) {
        this.kernel = kernel;
        this.user = user;
        this.inUserNamespace = inUserNamespace;
        this.keepsGroups = keepsGroups;
        this.notices = notices;
    }

    public void become() {
        Step step = new Step(StepKind.IDENTITY, user.uid() + ":" + user.gid());
        kernel.enter(step);
        kernel.umask(user.umask() == null ? DEFAULT_UMASK : user.umask());
        if (!keepsGroups) {
            setGroups();
        }
        // groups before ids and gid before uid, because the next one takes the right away
        Ref gid = setId(Syscall.SETRESGID, user.gid());
        Ref uid = setId(Syscall.SETRESUID, user.uid());
        if (inUserNamespace) {
            refuseUnmapped(step, gid, "cannot setgid to unmapped gid " + user.gid() + " in user namespace");
            refuseUnmapped(step, uid, "cannot setuid to unmapped uid " + user.uid() + " in user namespace");
        }
    }

    private void setGroups() {
        List<Long> groups = user.additionalGids();
        long[] ids = new long[groups.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = groups.get(i);
        }
        if (!inUserNamespace) {
            kernel.setgroups(ids);
            return;
        }
        // Where a user may not be trusted with dropping groups, /proc/PID/setgroups says deny (user_namespaces(7)).
        Ref set = kernel.allowing(Errno.EPERM).setgroups(ids);
        if (ids.length > 0 && set.failed()) {
            notices.warning("additional groups are left out: setgroups is denied in this user namespace");
        }
    }

    private Ref setId(Syscall syscall, long id) {
        Kernel tolerant = inUserNamespace ? kernel.allowing(Errno.EINVAL) : kernel;
        return tolerant.run(tolerant.call(syscall).with(id).with(id).with(id));
    }

    private static void refuseUnmapped(Step step, Ref set, String message) {
        if (set.failed()) {
            throw new SetupFailed(step, message, null);
        }
    }
}
