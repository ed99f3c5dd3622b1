package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.spec.Personality;

/** {@code linux.personality}; any time before the program starts, which inherits it. */
public final class ProcessPersonality {
    private final Kernel kernel;

    public ProcessPersonality(Kernel kernel) {
        this.kernel = kernel;
    }

    public void set(Personality personality) {
        kernel.enter("set personality " + personality.domain().word(), "/linux/personality");
        kernel.personality(personality.domain().number());
    }
}
