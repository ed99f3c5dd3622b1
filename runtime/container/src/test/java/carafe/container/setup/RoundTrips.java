package carafe.container.setup;

import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallingKernel;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Counts the questions that made another kernel run its queue. */
public final class RoundTrips extends CallingKernel {
    private final Kernel kernel;
    private final List<String> askedBy = new ArrayList<>();
    private boolean queued;
    private String last = "";

    RoundTrips(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The last call before each question. */
    public List<String> questions() {
        return askedBy;
    }

    @Override
    public void submit(Call call) {
        queued = true;
        last = call.toString();
        kernel.submit(call);
    }

    @Override
    public void flush() {
        if (queued) {
            askedBy.add(last);
            queued = false;
        }
        kernel.flush();
    }

    @Override
    public Arena arena() {
        return kernel.arena();
    }

    @Override
    public void close() {
        // the other kernel is its owner's
    }
}
