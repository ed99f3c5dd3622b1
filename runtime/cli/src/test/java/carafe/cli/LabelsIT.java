package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles and labels on a machine whose kernel has no security module for them. */
class LabelsIT {
    private static final String LABEL = "system_u:system_r:container_t:s0:c1,c2";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private void requireNoAppArmor() {
        Assumptions.assumeFalse(Files.exists(Path.of("/sys/module/apparmor/parameters/enabled")),
                "the kernel has AppArmor");
    }

    private void requireNoSelinux() {
        Assumptions.assumeFalse(Files.exists(Path.of("/sys/fs/selinux/enforce")), "SELinux is enabled");
    }

    private void isRefused(Bundle bundle, String... words) {
        runtime.container(bundle).create().fails(1, words);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void withoutAppArmorAProfileIsRefused() {
        requireNoAppArmor();
        isRefused(runtime.bundle().set("/process/apparmorProfile", "strict"),
                runtime.peer().expect("\"strict\" is asked for, but AppArmor is not enabled", Peer.RUNC, "apparmor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unconfined"})
    void noProfileAndUnconfinedNeedNoAppArmor(String profile) {
        requireNoAppArmor();
        if (profile.equals("unconfined")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 asks the kernel even for that");
        }
        runtime.run(runtime.bundle().args("true").set("/process/apparmorProfile", profile)).succeeds();
    }

    @Test
    void withoutSelinuxALabelIsRefused() {
        requireNoSelinux();
        isRefused(runtime.bundle().set("/process/selinuxLabel", LABEL),
                runtime.peer().expect(LABEL + "\" is asked for, but SELinux is not enabled", Peer.RUNC, "selinux"));
    }

    @Test
    void withoutSelinuxAMountLabelIsRefused() {
        requireNoSelinux();
        isRefused(runtime.bundle().set("/linux/mountLabel", LABEL), runtime.peer()
                .expect(LABEL + "\" is asked for, but SELinux is not enabled", Peer.RUNC, "invalid argument"));
    }

    @Test
    void anExecIsRefusedAsWell() {
        requireNoSelinux();
        requireNoAppArmor();
        runtime.peer().onlyCarafe("says it in other words");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        runtime.command("exec", "--process-label", LABEL, container.id(), "true").run()
                .fails(255, "SELinux is not enabled");
        runtime.command("exec", "--apparmor", "strict", container.id(), "true").run()
                .fails(255, "AppArmor is not enabled");
    }

    @Test
    void emptyLabelsAreNone() {
        runtime.run(runtime.bundle().args("true").set("/process/selinuxLabel", "").set("/linux/mountLabel", ""))
                .succeeds();
    }
}
