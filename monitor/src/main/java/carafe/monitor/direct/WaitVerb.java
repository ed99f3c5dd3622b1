package carafe.monitor.direct;

import carafe.monitor.option.DirectVerb;
import carafe.monitor.system.UsageException;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import java.io.IOException;
import java.util.List;

/** {@code wait ID}: waits until a container has exited, and exits with its code. */
final class WaitVerb {
    private final Direct direct;

    WaitVerb(Direct direct) {
        this.direct = direct;
    }

    int run(List<String> words) throws UsageException, ProtocolException, IOException {
        String id = Direct.onlyWord(DirectVerb.WAIT, words);
        StateDirectory state = direct.state(id);
        state.check(id);
        Integer code = state.exitCode();
        if (code != null) {
            return code;
        }
        try (MonitorClient monitor = direct.connect(Direct.controlSocket(state))) {
            return (int) monitor.call(new ControlRequest.Wait()).number("code");
        } catch (IOException e) {
            // it may have exited in between
            code = state.exitCode();
            if (code == null) {
                throw e;
            }
            return code;
        }
    }
}
