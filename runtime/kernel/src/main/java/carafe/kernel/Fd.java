package carafe.kernel;

/** A file descriptor, of whichever process the kernel that returned it acts in. It does not close itself. */
public final class Fd extends Ref {
    /** include/uapi/linux/fcntl.h */
    static final int AT_FDCWD = -100;

    /** Relative paths start at the current directory. */
    public static final Fd CWD = new Fd(AT_FDCWD);
    /** For calls that take "no descriptor". */
    public static final Fd NONE = new Fd(-1);

    Fd(Kernel kernel) {
        super(kernel);
    }

    private Fd(int number) {
        super((long) number);
    }

    /** A descriptor whose number is known already. */
    public static Fd of(int number) {
        return new Fd(number);
    }

    public int number() {
        return (int) get();
    }
}
