package carafe.container.setup.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.MountAttr;
import carafe.spec.mount.ParsedOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountFlagsTest {
    private static ParsedOptions options(String... words) {
        return ParsedOptions.of(List.of(words));
    }

    private static String attributes(String... words) {
        return new MountAttr(MountFlags.attributes(options(words).flags()), 0).toString();
    }

    @Test
    void newMountGetsItsFlags() {
        assertEquals("{set=0, clear=0, propagation=0}", attributes("rw", "suid", "relatime"));
        assertEquals("{set=MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC|MOUNT_ATTR_NOATIME"
                + "|MOUNT_ATTR_NODIRATIME|MOUNT_ATTR_NOSYMFOLLOW, clear=0, propagation=0}",
                attributes("ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "nosymfollow"));
        assertEquals("{set=MOUNT_ATTR_STRICTATIME, clear=0, propagation=0}", attributes("strictatime"));
    }

    @Test
    void bindWithoutFlagsStaysAsItsSource() {
        assertFalse(MountFlags.changeBind(options("rbind")));
        assertFalse(MountFlags.changeBind(options("bind", "rprivate", "rro")));
        assertTrue(MountFlags.changeBind(options("bind", "rw")));
        assertTrue(MountFlags.changeBind(options("bind", "ro")));
    }

    @Test
    void bindWithFlagsLosesTheOthersButNotItsAccessTimes() {
        MountAttr exact = MountFlags.replacing(options("bind", "nodev"));
        assertEquals(MountAttr.NODEV, exact.set());
        assertEquals(MountAttr.RDONLY | MountAttr.NOSUID | MountAttr.NOEXEC | MountAttr.NOSYMFOLLOW, exact.clear());
    }

    @Test
    void lockedFlagsMayStayUnlessSomebodyAskedForTheirEnd() {
        assertEquals(0, MountFlags.adding(options("bind", "ro", "nosymfollow")).clear());
        assertEquals(MountAttr.NOSUID, MountFlags.adding(options("bind", "nosymfollow", "suid")).clear());
    }

    @Test
    void nosymfollowCannotBeLockedSoItNeverStays() {
        assertEquals(MountAttr.NOSYMFOLLOW, MountFlags.adding(options("bind", "ro")).clear());
    }

    @Test
    void accessTimeIsOneFieldThatIsReplacedAsAWhole() {
        MountAttr noatime = MountFlags.adding(options("bind", "noatime", "nosymfollow"));
        assertEquals(MountAttr.NOATIME | MountAttr.NOSYMFOLLOW, noatime.set());
        assertEquals(MountAttr.ATIME_MASK | MountAttr.NODIRATIME, noatime.clear());
        for (String word : List.of("atime", "diratime", "norelatime", "nostrictatime")) {
            assertEquals(MountAttr.NOSYMFOLLOW, MountFlags.adding(options("bind", word)).clear(), word);
        }
    }

    @Test
    void flagsOfTheFileSystemHaveNamesOfTheirOwn() {
        assertEquals(List.of("ro", "sync", "dirsync", "mand", "lazytime"),
                MountFlags.superblockWords(options("ro", "sync", "dirsync", "mand", "lazytime", "nodev").flags()));
    }
}
