package carafe.kernel;

/** What all kernels share: the step calls belong to, and views of themselves that allow calls to fail. */
public abstract class CallingKernel implements Kernel {
    private Step step = Step.NONE;

    @Override
    public void enter(Step step) {
        this.step = step;
    }

    @Override
    public final Step step() {
        return step;
    }

    @Override
    public final Kernel allowing(int errno, int other) {
        return new AllowingKernel(this, new Allowance(errno, other, false));
    }

    @Override
    public final Kernel allowingAll() {
        return new AllowingKernel(this, Allowance.ALL);
    }

    @Override
    public final Call call(Syscall syscall) {
        return new Call(syscall, new Ref(this), step);
    }

    @Override
    public final Call open(Syscall syscall) {
        return new Call(syscall, new Fd(this), step);
    }
}
