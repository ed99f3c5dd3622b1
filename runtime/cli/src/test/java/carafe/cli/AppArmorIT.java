package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /process/apparmorProfile}, with a profile that denies one directory. */
@Tag("guest")
class AppArmorIT {
    private static final String PROFILE = "carafe-it-" + ProcessHandle.current().pid();
    private static final String OTHER_PROFILE = PROFILE + "-other";
    private static final String CONFINED = PROFILE + " (enforce)\n";

    private static Path directory;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void loadTheProfile() throws IOException {
        Requires.appArmor();
        if (directory != null) {
            return;
        }
        directory = Scratch.create("carafe-apparmor-");
        Files.writeString(directory.resolve("profile"), text(PROFILE) + text(OTHER_PROFILE));
        parser("--replace").succeeds();
    }

    private static String text(String profile) {
        return """
                profile %s flags=(attach_disconnected, mediate_deleted) {
                    file,
                    capability,
                    network,
                    mount,
                    signal,
                    ptrace,
                    deny /secret/** rwklx,
                }
                """.formatted(profile);
    }

    @AfterAll
    static void removeTheProfile() {
        if (directory != null) {
            parser("--remove");
            Scratch.delete(directory);
        }
    }

    private static Result parser(String action) {
        return Command.of("/usr/sbin/apparmor_parser", "--skip-cache", action, directory.resolve("profile")).run();
    }

    private Bundle confined() {
        return runtime.bundle().set("/process/apparmorProfile", PROFILE);
    }

    @Test
    void theProgramIsConfinedByTheProfile() {
        Bundle bundle = confined().args("cat", "/proc/self/attr/current");
        assertEquals(CONFINED, runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void whatTheProfileDeniesIsDenied() throws IOException {
        Bundle bundle = confined().script("cat /open; cat /secret/word");
        Files.writeString(bundle.rootfs("/open"), "open\n");
        Files.createDirectory(bundle.rootfs("/secret"));
        Files.writeString(bundle.rootfs("/secret/word"), "secret\n");
        Result result = runtime.run(bundle).exits(1);
        assertEquals("open\n", result.stdout());
        assertTrue(result.stderr().contains("Permission denied"), result.stderr());
    }

    @Test
    void noNewPrivilegesAndAUserNamespaceChangeNothing() {
        Bundle bundle = confined().args("cat", "/proc/self/attr/current").set("/process/noNewPrivileges", true)
                .namespace("user").uidMapping(0, 100000, 1000).gidMapping(0, 100000, 1000);
        runtime.caller().own(bundle.directory());
        assertEquals(CONFINED, runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void anExecHasTheContainersProfileUnlessItAsksForAnother() {
        Container container = runtime.container(confined().args("sleep", "1000")).createAndStart();
        assertEquals(CONFINED, container.exec("cat", "/proc/self/attr/current").succeeds().stdout());
        assertEquals("unconfined\n", runtime.command("exec", "--apparmor", "unconfined", container.id(),
                "cat", "/proc/self/attr/current").run().succeeds().stdout());
    }

    @Test
    void aProfileThatIsNotLoadedIsAnErrorThatNamesIt() {
        Container container = runtime.container(runtime.bundle().set("/process/apparmorProfile", "not-loaded"));
        container.create().fails(1, runtime.peer().expect("/process/apparmorProfile", Peer.RUNC,
                "unable to apply apparmor profile"));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aRestoredContainerIsConfinedAgain() {
        Counting.requireCriu();
        Container container = Counting.start(runtime, confined());
        Counting.checkpoint(runtime, container).succeeds();
        Counting.restore(runtime, container);
        assertEquals(CONFINED.strip(), Proc.lines(container.pid() + "/attr/current").getFirst());
    }

    @Test
    void aContainerCanBeRestoredWithAnotherProfile() {
        Counting.requireCriu();
        Container container = Counting.start(runtime, confined());
        Counting.checkpoint(runtime, container).succeeds();
        Counting.restore(runtime, container, "--lsm-profile", "apparmor:" + OTHER_PROFILE);
        assertEquals(OTHER_PROFILE + " (enforce)", Proc.lines(container.pid() + "/attr/current").getFirst());
    }
}
