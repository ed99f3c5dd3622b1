package carafe.kernel;

/** What all kernels share: the allowance for the next call. */
public abstract class CallingKernel implements Kernel {
    private Allowance next = Allowance.NONE;

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
        return new Call(syscall, new Ref(this), takeAllowance());
    }

    @Override
    public final Call open(Syscall syscall) {
        return new Call(syscall, new Fd(this), takeAllowance());
    }

    private Allowance takeAllowance() {
        Allowance allowance = next;
        next = Allowance.NONE;
        return allowance;
    }
}
