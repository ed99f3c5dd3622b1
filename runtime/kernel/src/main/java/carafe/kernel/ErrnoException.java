package carafe.kernel;

/** The kernel refused a call. The message reads {@code mount(target="/proc", flags=MS_NOSUID): EPERM (...)}. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;
    private final transient Step step;

    /**
     * @param call  the call with its decoded arguments
     * @param errno the error number, positive
     */
    public ErrnoException(String call, int errno) {
        this(call, errno, Step.NONE);
    }

    public ErrnoException(Call call, int errno) {
        this(call.toString(), errno, call.step());
    }

    public ErrnoException(String call, int errno, Step step) {
        super(call + ": " + Errno.describe(errno), null, false, false);
        this.call = call;
        this.errno = errno;
        this.step = step;
    }

    /** What the call was for; {@link Step#NONE} outside a set-up. */
    public Step step() {
        return step;
    }

    public String call() {
        return call;
    }

    public int errno() {
        return errno;
    }
}
