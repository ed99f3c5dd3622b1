package carafe.kernel;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one class that is mapped onto the C library, and so the whole of Carafe's foreign interface.
 *
 * <p>Almost everything goes through {@code syscall(2)}: it needs no wrapper per call, and struct layouts are the
 * kernel's own. On a JVM, JNA binds the {@code native} declarations below; in a native image each becomes a plain C
 * call at build time (scripts/native/image), so nothing is loaded or looked up at run time. Whoever adds a native
 * method here adds its substitution there; a test compares the two lists.
 *
 * <p>Addresses are plain {@code long}s into an {@link Arena}.
 */
public final class Libc {
    static {
        Native.register(Libc.class, NativeLibrary.getInstance("c"));
    }

    private Libc() {
    }

    /** syscall(2): -1 on failure, the reason in errno. */
    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    /** getpagesize(3): 4 KiB on x86-64; 4, 16 or 64 KiB on aarch64, as the kernel was built. */
    public static native int getpagesize();

    /** posix_spawn(3): returns an error number, not -1. */
    static native int posix_spawn(long pid, long path, long fileActions, long attributes, long argv, long envp);

    static native int posix_spawn_file_actions_init(long fileActions);

    static native int posix_spawn_file_actions_adddup2(long fileActions, int fd, int newFd);

    static native int posix_spawn_file_actions_destroy(long fileActions);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_setflags(long attributes, short flags);

    static native int posix_spawnattr_setsigmask(long attributes, long signalSet);

    static native int posix_spawnattr_setsigdefault(long attributes, long signalSet);

    static native int posix_spawnattr_destroy(long attributes);

    /** One system call; the result, or the error number negated as the kernel itself returns it. */
    public static long call(Syscall call, long a, long b, long c, long d, long e, long f) {
        long result = syscall(call.number(), a, b, c, d, e, f);
        return result == -1 ? -errno() : result;
    }

    public static long call(Syscall call, long a, long b, long c, long d, long e) {
        return call(call, a, b, c, d, e, 0);
    }

    public static long call(Syscall call, long a, long b, long c, long d) {
        return call(call, a, b, c, d, 0, 0);
    }

    public static long call(Syscall call, long a, long b, long c) {
        return call(call, a, b, c, 0, 0, 0);
    }

    public static long call(Syscall call, long a, long b) {
        return call(call, a, b, 0, 0, 0, 0);
    }

    public static long call(Syscall call, long a) {
        return call(call, a, 0, 0, 0, 0, 0);
    }

    public static long call(Syscall call) {
        return call(call, 0, 0, 0, 0, 0, 0);
    }

    /** Whether {@code result} of {@link #call} is a negated error number and not, say, an address. */
    public static boolean failed(long result) {
        return result < 0 && result > -Errno.LIMIT;
    }

    /** The calling thread's errno after a native method of this class returned -1. */
    private static int errno() {
        return Native.getLastError();
    }

    /** Makes {@code size} bytes of mapped memory at {@code address} readable as a little-endian buffer. */
    static ByteBuffer view(long address, int size) {
        return wrap(address, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer wrap(long address, int size) {
        return new Pointer(address).getByteBuffer(0, size);
    }
}
