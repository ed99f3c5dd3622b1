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

    /**
     * Whether a call that failed has its result all the same, by {@link Call#otherwise}. The calls made on the way belong
     * to the step of that one.
     */
    protected final boolean resultOtherwise(Call failed, int errno) {
        Step now = step;
        step = failed.step();
        try {
            return failed.goesOtherWay(errno);
        } finally {
            step = now;
        }
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
