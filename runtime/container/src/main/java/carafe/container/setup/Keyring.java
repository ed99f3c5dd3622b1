package carafe.container.setup;

import carafe.container.Notices;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;

/**
 * A session keyring of the container's own, so that it does not see the caller's keys. After the container's user
 * namespace is entered, to which the keyring then belongs; before the change of user.
 *
 * <p>Best effort: containers in containers often may not ask for one, many of one user exceed its quota, and the keys'
 * own permissions are what protects them.
 */
public final class Keyring {
    /** Operations of keyctl(2) and permission bits of keyrings(7), include/uapi/linux/keyctl.h, include/linux/key.h. */
    private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
    private static final int KEYCTL_SETPERM = 5;
    /** Everything for its possessor; view, read and link for its user: what a new session keyring has. */
    private static final long NEW_SESSION = 0x3f130000;
    private static final long USER_SEARCH = 0x00080000;
    private static final long OTHER_SEARCH = 0x00000008;
    /** 200 keys by default; containers of one id mapping share the quota of its user (keyrings(7)). */
    private static final String QUOTA = ", since its user has as many keys as /proc/sys/kernel/keys/maxkeys allows";

    private final Kernel kernel;
    private final Ref keyring;

    private Keyring(Kernel kernel, Ref keyring) {
        this.kernel = kernel;
        this.keyring = keyring;
    }

    /**
     * Joins it, or makes it; queued.
     *
     * @param containerId gives the keyring its name, by which {@code exec} joins it
     */
    public static Keyring join(Kernel kernel, String containerId) {
        kernel.enter(StepKind.KEYRING);
        Ref keyring = kernel.allowingAll().run(kernel.call(Syscall.KEYCTL).with(KEYCTL_JOIN_SESSION_KEYRING)
                .with("_ses." + containerId));
        return new Keyring(kernel, keyring);
    }

    /**
     * Lets the container's processes find its keys. Asks whether it was joined, which costs nothing if something else
     * was asked since.
     *
     * @param inUserNamespace whether the processes' users differ from the keyring's
     */
    public void makeSearchable(boolean inUserNamespace, Notices notices) {
        kernel.enter(StepKind.KEYRING);
        if (keyring.failed()) {
            int errno = keyring.errno();
            if (errno != Errno.ENOSYS && errno != Errno.EPERM && errno != Errno.EDQUOT) {
                throw new ErrnoException("keyctl(operation=KEYCTL_JOIN_SESSION_KEYRING)", errno, kernel.step());
            }
            notices.warning("the container shares its caller's session keyring: keyctl: "
                    + Errno.describe(errno) + (errno == Errno.EDQUOT ? QUOTA : ""));
            return;
        }
        long permissions = NEW_SESSION | (inUserNamespace ? OTHER_SEARCH : USER_SEARCH);
        kernel.run(kernel.call(Syscall.KEYCTL).with(KEYCTL_SETPERM).with(keyring).with(permissions));
    }
}
