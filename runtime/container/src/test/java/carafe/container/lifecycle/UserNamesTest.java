package carafe.container.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.kernel.LocalKernel;
import org.junit.jupiter.api.Test;

class UserNamesTest {
    @Test
    void anIdHasTheNameOfItsFirstEntry() {
        UserNames names = UserNames.parse("root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:\nbroken\nuser:x:1000:1000\n");
        assertEquals("root", names.of(0));
        assertEquals("user", names.of(1000));
    }

    @Test
    void anIdWithoutAnEntryIsANumber() {
        assertEquals("#4294967294", UserNames.parse("").of(4294967294L));
    }

    @Test
    void theHostHasARoot() {
        try (LocalKernel kernel = new LocalKernel()) {
            assertEquals("root", UserNames.ofHost(kernel).of(0));
        }
    }
}
