package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.spec.Personality;

/** {@code linux.personality}; any time before the program starts, which inherits it. */
public final class ProcessPersonality {
    private final Kernel kernel;

    public ProcessPersonality(Kernel kernel) {
        this.kernel = kernel;
    }

    public void set(Personality personality) {
        kernel.enter(StepKind.PERSONALITY, personality.domain().word());
        kernel.personality(personality.domain().number());
    }
}
