package carafe.image;

import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;

/**
 * The C functions behind {@code carafe.kernel.Libc}, each a plain call.
 *
 * <p>NO_TRANSITION: the thread does not tell the virtual machine that it leaves Java, which would cost more than most
 * system calls do. A garbage collection could not stop it during the call, so this is right only for an image that
 * never starts a second thread, as Carafe's are.
 */
final class LibcFunctions {
    private LibcFunctions() {
    }

    @CFunction(value = "syscall", transition = Transition.NO_TRANSITION)
    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    @CFunction(value = "getpagesize", transition = Transition.NO_TRANSITION)
    static native int pageSize();

    @CFunction(value = "posix_spawn", transition = Transition.NO_TRANSITION)
    static native int posixSpawn(long pid, long path, long fileActions, long attributes, long argv, long envp);

    @CFunction(value = "posix_spawn_file_actions_init", transition = Transition.NO_TRANSITION)
    static native int fileActionsInit(long fileActions);

    @CFunction(value = "posix_spawn_file_actions_adddup2", transition = Transition.NO_TRANSITION)
    static native int fileActionsAddDup2(long fileActions, int fd, int newFd);

    @CFunction(value = "posix_spawn_file_actions_destroy", transition = Transition.NO_TRANSITION)
    static native int fileActionsDestroy(long fileActions);

    @CFunction(value = "posix_spawnattr_init", transition = Transition.NO_TRANSITION)
    static native int attributesInit(long attributes);

    @CFunction(value = "posix_spawnattr_setflags", transition = Transition.NO_TRANSITION)
    static native int attributesSetFlags(long attributes, short flags);

    @CFunction(value = "posix_spawnattr_setsigmask", transition = Transition.NO_TRANSITION)
    static native int attributesSetSignalMask(long attributes, long signalSet);

    @CFunction(value = "posix_spawnattr_setsigdefault", transition = Transition.NO_TRANSITION)
    static native int attributesSetSignalDefault(long attributes, long signalSet);

    @CFunction(value = "posix_spawnattr_destroy", transition = Transition.NO_TRANSITION)
    static native int attributesDestroy(long attributes);

    @CFunction(value = "_exit", transition = Transition.NO_TRANSITION)
    static native void exit(int status);
}
