package carafe.kernel;

/** What all kernels share: the step calls belong to and the allowance for the next one. */
public abstract class CallingKernel implements Kernel {
    private Allowance next = Allowance.NONE;
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
        next = new Allowance(errno, other, false);
        return this;
    }

    @Override
    public final Kernel allowingAll() {
        next = Allowance.ALL;
        return this;
    }

    @Override
    public final Call call(Syscall syscall) {
        return new Call(syscall, new Ref(this), takeAllowance(), step);
    }

    @Override
    public final Call open(Syscall syscall) {
        return new Call(syscall, new Fd(this), takeAllowance(), step);
    }

    private Allowance takeAllowance() {
        Allowance allowance = next;
        next = Allowance.NONE;
        return allowance;
    }
}
