package carafe.container.cgroup.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnifiedOptionsTest {
    @Test
    void onlyTheFileSystemsOwnWordsAreRepeated() {
        assertEquals(List.of("nsdelegate", "memory_recursiveprot"), UnifiedOptions.ofSuperBlock(
                List.of("rw", "seclabel", "nsdelegate", "memory_recursiveprot", "context=system_u:object_r:cgroup_t:s0")));
    }

    @Test
    void aReadOnlySuperBlockHasNone() {
        assertEquals(List.of(), UnifiedOptions.ofSuperBlock(List.of("ro")));
    }
}
