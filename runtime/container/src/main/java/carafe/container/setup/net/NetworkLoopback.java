package carafe.container.setup.net;

import carafe.kernel.Kernel;
import carafe.kernel.StepKind;

/** Brings the loopback interface of a new network namespace up; any time after the namespace is made. */
public final class NetworkLoopback {
    private final Kernel kernel;

    public NetworkLoopback(Kernel kernel) {
        this.kernel = kernel;
    }

    public void bringUp() {
        kernel.enter(StepKind.LOOPBACK);
        new Interface(kernel, "lo").setUp();
    }
}
