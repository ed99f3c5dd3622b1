package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A rootless container without a cgroup namespace got the host's cgroup tree writable where the user may write to it,
 * although the mount was configured read-only.
 */
@Tag("guest")
class Cve2023_25809IT {
    /** What each mount is, by its options and by trying. */
    private static final String LOOK = """
            grep -E ' - cgroup2? ' /proc/self/mountinfo | while read -r id parent device root point options rest; do
                echo "$point ${options%%,*}"
                mkdir "$point/made" 2>/dev/null && echo "made $point/made"
            done
            exit 0""";

    @RegisterExtension
    final RuntimeUnderTest user = RuntimeUnderTest.calledBy(Unprivileged.user());

    @RegisterExtension
    final RuntimeUnderTest rootInUserNamespace = RuntimeUnderTest.calledBy(Unprivileged.rootInUserNamespace());

    @Test
    void aReadOnlyCgroupMountIsReadOnlyWithoutACgroupNamespace() {
        check(user, withCgroupMount(user.bundle()));
        check(rootInUserNamespace, withCgroupMount(rootInUserNamespace.bundle()));
    }

    @Test
    void aReadOnlyCgroupMountIsReadOnlyWithACgroupNamespace() {
        check(user, withCgroupMount(user.bundle().namespace("cgroup")));
        check(rootInUserNamespace, withCgroupMount(rootInUserNamespace.bundle().namespace("cgroup")));
    }

    /** Without the bind of /sys, whose own cgroup mounts would only be hidden by the new one. */
    private static Bundle withCgroupMount(Bundle bundle) {
        return bundle.withoutMount("/sys")
                .mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
    }

    private static void check(RuntimeUnderTest runtime, Bundle bundle) {
        List<String> found = runtime.run(bundle.script(LOOK)).succeeds().stdout().lines().toList();
        assertFalse(found.isEmpty(), "no cgroup is mounted");
        for (String mount : found) {
            assertTrue(mount.startsWith("/sys/fs/cgroup") && mount.endsWith(" ro"), mount);
        }
    }
}
