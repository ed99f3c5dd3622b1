package carafe.monitor.direct;

import carafe.monitor.option.UsageException;
import java.util.List;

/** {@code adopt BUNDLE}: takes over a container whose monitor is gone. */
final class AdoptVerb {
    private final Direct direct;

    AdoptVerb(Direct direct) {
        this.direct = direct;
    }

    int run(List<String> words) throws UsageException {
        direct.print(2, "adopt is not possible yet: " + words + "\n");
        return 1;
    }
}
