package carafe.spec.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedOptionsTest {
    @Test
    void flagsAreCollectedAndTheRestIsForTheFileSystem() {
        ParsedOptions options = ParsedOptions.of(List.of("nosuid", "mode=755", "strictatime", "size=65536k"));
        assertEquals(MsFlag.MS_NOSUID | MsFlag.MS_STRICTATIME, options.flags());
        assertEquals("mode=755,size=65536k", options.dataText());
        assertFalse(options.isBind());
    }

    @Test
    void aLaterWordOverridesAnEarlierOne() {
        ParsedOptions options = ParsedOptions.of(List.of("ro", "rw", "nodev"));
        assertEquals(MsFlag.MS_NODEV, options.flags());
        assertEquals(MsFlag.MS_RDONLY, options.clearedFlags());
        assertEquals(0, ParsedOptions.of(List.of("rw", "ro")).clearedFlags());
    }

    @Test
    void propagationIsKeptInOrder() {
        ParsedOptions options = ParsedOptions.of(List.of("rbind", "rslave", "shared"));
        assertTrue(options.isBind());
        assertEquals(List.of(Propagation.RSLAVE, Propagation.SHARED), options.propagation());
    }

    @Test
    void recursiveAccessTimeClearsTheWholeField() {
        ParsedOptions options = ParsedOptions.of(List.of("rro", "rnoatime"));
        assertEquals(MountAttr.MOUNT_ATTR_RDONLY | MountAttr.MOUNT_ATTR_NOATIME, options.recursiveSet());
        assertEquals(MountAttr.MOUNT_ATTR__ATIME, options.recursiveClear());
        // relatime is the value 0 of the field: clearing the field is all there is to do
        assertEquals(0, ParsedOptions.of(List.of("rrelatime")).recursiveSet());
        assertTrue(ParsedOptions.of(List.of("rrelatime")).changesTree());
    }

    @Test
    void recursiveAttributesContradictEachOtherToo() {
        ParsedOptions options = ParsedOptions.of(List.of("rro", "rrw"));
        assertEquals(0, options.recursiveSet());
        assertEquals(MountAttr.MOUNT_ATTR_RDONLY, options.recursiveClear());
    }

    @Test
    void idMapAndCopyUpAreNoData() {
        ParsedOptions options = ParsedOptions.of(List.of("bind", "ridmap", "tmpcopyup"));
        assertTrue(options.idMap().recursive());
        assertTrue(options.copyUp());
        assertEquals("", options.dataText());
    }

    @Test
    void defaultsAsksForNothing() {
        assertEquals(ParsedOptions.of(List.of()), ParsedOptions.of(List.of("defaults")));
    }
}
