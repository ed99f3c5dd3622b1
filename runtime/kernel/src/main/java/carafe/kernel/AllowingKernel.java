package carafe.kernel;

/**
 * A kernel seen in such a way that what is called through this view may fail with certain error numbers. Calls that are
 * made past it, even while its own call is being put together, may not.
 */
final class AllowingKernel implements Kernel {
    private final CallingKernel kernel;
    private final Allowance allowance;

    AllowingKernel(CallingKernel kernel, Allowance allowance) {
        this.kernel = kernel;
        this.allowance = allowance;
    }

    @Override
    public Call call(Syscall syscall) {
        return kernel.call(syscall).allowing(allowance);
    }

    @Override
    public Call open(Syscall syscall) {
        return kernel.open(syscall).allowing(allowance);
    }

    /** Also of a call that the kernel itself has begun. */
    @Override
    public void submit(Call call) {
        kernel.submit(call.allowing(allowance));
    }

    @Override
    public Kernel allowing(int errno, int other) {
        return kernel.allowing(errno, other);
    }

    @Override
    public Kernel allowingAll() {
        return kernel.allowingAll();
    }

    @Override
    public Arena arena() {
        return kernel.arena();
    }

    @Override
    public void flush() {
        kernel.flush();
    }

    @Override
    public void enter(Step step) {
        kernel.enter(step);
    }

    @Override
    public Step step() {
        return kernel.step();
    }

    @Override
    public void close() {
        kernel.close();
    }
}
