package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Talks with the real CRIU. */
class CriuProgramTest {
    private final LocalKernel kernel = new LocalKernel();

    @AfterEach
    void close() {
        kernel.close();
    }

    private CriuProgram criu() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/criu")), "needs /usr/sbin/criu");
        return CriuProgram.find(kernel);
    }

    @Test
    void aMissingProgramIsNamed() {
        assertTrue(assertThrows(Refused.class, () -> CriuProgram.find(kernel, "/nowhere:relative")).getMessage()
                .startsWith("criu: not found in /nowhere:relative"));
    }

    @Test
    void aVersionCanBeRequired() {
        CriuProgram criu = criu();
        criu.requireVersion(10_000, "anything");
        assertTrue(assertThrows(Refused.class, () -> criu.requireVersion(990_000, "--lsm-profile")).getMessage()
                .startsWith("--lsm-profile requires at least CRIU 99.0.0, found "));
    }

    @Test
    void aRequestItCannotFulfilIsAFailure(@TempDir Path images) {
        Fd directory = kernel.openat(Fd.CWD, images.toString(), 0);
        CriuRequest request = new CriuRequest(RequestType.DUMP)
                .set(CriuOption.IMAGES_DIR_FD, directory.number())
                .set(CriuOption.LOG_FILE, "dump.log")
                .set(CriuOption.PID, Integer.MAX_VALUE);
        try (CriuSession session = criu().start()) {
            assertTrue(assertThrows(SetupFailed.class, () -> session.perform(request, CriuEvents.NONE)).getMessage()
                    .startsWith("dump: criu failed"));
        }
        kernel.close(directory);
        assertTrue(Files.exists(images.resolve("dump.log")));
    }
}
