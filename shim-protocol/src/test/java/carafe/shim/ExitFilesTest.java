package carafe.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExitFilesTest {
    @Test
    void theExitCodeIsTheCodeOrTheSignalPlus128() {
        assertEquals(7, ExitFiles.exitCode(7 << 8));
        assertEquals(137, ExitFiles.exitCode(9));
        assertEquals(139, ExitFiles.exitCode(11 | 0x80));
        assertEquals(ExitFiles.UNKNOWN, ExitFiles.exitCode(0x137f));
    }

    @Test
    void theTemporaryFileIsHiddenAndInTheSameDirectory() {
        assertEquals("/run/exits/.abc.12", ExitFiles.temporary("/run/exits/abc", 12));
    }
}
