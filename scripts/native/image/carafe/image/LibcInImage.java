package carafe.image;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.headers.LibC;
import java.nio.ByteBuffer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.word.WordFactory;

/**
 * The members of {@code carafe.kernel.Libc} that go through JNA on a JVM, as they are in an image: plain C calls. So
 * neither JNA nor libffi is in it and the executable can be static. {@link LibcCheck} compares the two classes.
 */
@TargetClass(className = "carafe.kernel.Libc")
final class LibcInImage {
    private LibcInImage() {
    }

    @Substitute
    static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        return LibcFunctions.syscall(number, a, b, c, d, e, f);
    }

    @Substitute
    public static int getpagesize() {
        return LibcFunctions.pageSize();
    }

    @Substitute
    static int posix_spawn(long pid, long path, long fileActions, long attributes, long argv, long envp) {
        return LibcFunctions.posixSpawn(pid, path, fileActions, attributes, argv, envp);
    }

    @Substitute
    static int posix_spawn_file_actions_init(long fileActions) {
        return LibcFunctions.fileActionsInit(fileActions);
    }

    @Substitute
    static int posix_spawn_file_actions_adddup2(long fileActions, int fd, int newFd) {
        return LibcFunctions.fileActionsAddDup2(fileActions, fd, newFd);
    }

    @Substitute
    static int posix_spawn_file_actions_destroy(long fileActions) {
        return LibcFunctions.fileActionsDestroy(fileActions);
    }

    @Substitute
    static int posix_spawnattr_init(long attributes) {
        return LibcFunctions.attributesInit(attributes);
    }

    @Substitute
    static int posix_spawnattr_setflags(long attributes, short flags) {
        return LibcFunctions.attributesSetFlags(attributes, flags);
    }

    @Substitute
    static int posix_spawnattr_setsigmask(long attributes, long signalSet) {
        return LibcFunctions.attributesSetSignalMask(attributes, signalSet);
    }

    @Substitute
    static int posix_spawnattr_setsigdefault(long attributes, long signalSet) {
        return LibcFunctions.attributesSetSignalDefault(attributes, signalSet);
    }

    @Substitute
    static int posix_spawnattr_destroy(long attributes) {
        return LibcFunctions.attributesDestroy(attributes);
    }

    @Substitute
    private static int errno() {
        return LibC.errno();
    }

    @Substitute
    private static ByteBuffer wrap(long address, int size) {
        return CTypeConversion.asByteBuffer(WordFactory.pointer(address), size);
    }
}
