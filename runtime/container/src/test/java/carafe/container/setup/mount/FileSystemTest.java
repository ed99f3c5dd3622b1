package carafe.container.setup.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileSystemTest {
    private static FileSystem tmpfs(String label, String... data) {
        return new FileSystem("tmpfs", "tmpfs", 0, List.of(data),
                label == null ? null : new MountLabel("context", label));
    }

    /** In quotes, because of the comma between its categories. */
    @Test
    void theLabelIsTheContextOfItsFiles() {
        assertEquals("size=4k,context=\"system_u:object_r:container_file_t:s0:c1,c2\"",
                tmpfs("system_u:object_r:container_file_t:s0:c1,c2", "size=4k").dataText());
    }

    @Test
    void theLabelStandsBehindTheOptionOfItsType() {
        assertEquals("rootcontext=\"label\"",
                new FileSystem("tmpfs", "tmpfs", 0, List.of(), new MountLabel("rootcontext", "label")).dataText());
    }

    @Test
    void withoutALabelThereAreOnlyItsOptions() {
        assertNull(tmpfs(null).dataText());
        assertEquals("size=4k", tmpfs(null, "size=4k").dataText());
    }
}
