package carafe.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final Step MOUNT = new Step(StepKind.MOUNT, "/mnt", "/mounts/3");

    @Test
    void stepCallAndErrorTogetherTellTheCause() {
        assertEquals("the source is not there on the host",
                Hints.of(new ErrnoException("open_tree(path=\"/x\")", Errno.ENOENT, MOUNT)));
        assertEquals("the kernel has no file system of this type",
                Hints.of(new ErrnoException("fsopen(type=\"nope\")", Errno.ENODEV, MOUNT)));
        assertNull(Hints.of(new ErrnoException("fsopen(type=\"nope\")", Errno.ENOMEM, MOUNT)));
        assertNull(Hints.of(new ErrnoException("open_tree(path=\"/x\")", Errno.ENOENT)));
    }
}
