package carafe.kernel;

/** The kernel refused a call. The message reads {@code mount(target="/proc", flags=MS_NOSUID): EPERM (...)}. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    /**
     * @param call  the call with its decoded arguments
     * @param errno the error number, positive
     */
    public ErrnoException(String call, int errno) {
        super(call + ": " + Errno.describe(errno), null, false, false);
        this.call = call;
        this.errno = errno;
    }

    public String call() {
        return call;
    }

    public int errno() {
        return errno;
    }
}
