package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.path.ProcHandle;
import carafe.kernel.ErrnoException;
import carafe.kernel.servant.Servant;
import carafe.spec.ConfigReader;
import carafe.spec.Process;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How far the label of a program gets on a kernel that has no use for it. */
class LabelsTest {
    private static final String LABEL = "system_u:system_r:container_t:s0:c1,c2";

    private final Ground ground = new Ground(false);

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void theLabelOfTheProgramIsWrittenForExec() {
        Assumptions.assumeFalse(Labels.isSelinuxEnabled(ground.local), "SELinux is enabled here");
        Process process = ConfigReader.readProcess("process.json",
                "{\"cwd\": \"/\", \"args\": [\"true\"], \"selinuxLabel\": \"%s\"}".formatted(LABEL)
                        .getBytes(StandardCharsets.UTF_8));
        Servant kernel = ground.servant;
        ErrnoException refused = assertThrows(ErrnoException.class, () -> {
            new Labels(kernel, ProcHandle.open(kernel)).setSelinux(process);
            kernel.flush();
        });
        assertEquals("/process/selinuxLabel", refused.step().pointer());
        assertTrue(refused.call().startsWith("write("), refused::call);
        assertTrue(refused.call().contains(LABEL.length() + " bytes"), refused::call);
    }
}
