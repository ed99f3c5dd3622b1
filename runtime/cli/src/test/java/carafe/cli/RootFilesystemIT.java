package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The root file system: {@code /root}, pivot_root and {@code --no-pivot}, {@code /linux/rootfsPropagation}. */
class RootFilesystemIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void aReadOnlyRootCannotBeWritten() {
        Bundle bundle = runtime.bundle().script("touch /made");
        assertTrue(runtime.run(bundle).exits(1).stderr().contains("Read-only file system"));
        assertFalse(Files.exists(bundle.rootfs("/made")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReadOnlyRootCannotBeWrittenWithoutAMountNamespaceEither(boolean mounts) throws IOException {
        runtime.peer().onlyCarafe("leave the host's mount behind, read-only");
        Bundle bundle = runtime.bundle().withoutNamespace("mount").setJson("/linux/maskedPaths", "[]")
                .setJson("/linux/readonlyPaths", "[]").script("touch /made");
        if (!mounts) {
            bundle.setJson("/mounts", "[]");
        }
        assertTrue(runtime.run(bundle).exits(1).stderr().contains("Read-only file system"));
        assertFalse(Files.exists(bundle.rootfs("/made")));
        assertEquals(List.of(), runtime.leftovers());
        Files.createFile(bundle.rootfs("/made"));
    }

    @Test
    void aWritableRootIsTheBundlesDirectory() {
        Bundle bundle = runtime.bundle().writableRoot().script("echo hello > /made");
        runtime.run(bundle).succeeds();
        assertTrue(Files.exists(bundle.rootfs("/made")));
    }

    @ParameterizedTest
    @CsvSource({"pivot_root,", "MS_MOVE and chroot,--no-pivot"})
    void theHostsFileSystemsAreOutOfReach(String how, String flag) {
        Container container = runtime.container(runtime.bundle().args("inspect"));
        JsonNode report = (flag == null ? container.run() : container.run(flag)).succeeds().json();

        List<String> mounts = Json.strings(report.path("mountinfo"));
        assertEquals("/", mounts.getFirst().split(" ")[4]);
        assertTrue(mounts.getFirst().contains("/rootfs / "), mounts.getFirst());
        assertTrue(mounts.stream().noneMatch(line -> line.contains("oldroot") || line.contains("put_old")));
        // 7 mounts of the config and the masks; the host's own would be many more
        assertTrue(mounts.size() < 40, String.join("\n", mounts));
    }

    @Test
    void thePathMayBeAbsolute() throws IOException {
        Path elsewhere = runtime.directory().resolve("elsewhere");
        Bundle bundle = runtime.bundle();
        Files.move(bundle.rootfs("/"), elsewhere);
        runtime.run(bundle.set("/root/path", elsewhere.toString())).succeeds();
    }

    @Test
    void theRelativePathStartsAtTheBundleWhateverTheWorkingDirectory() throws IOException {
        Bundle bundle = runtime.bundle();
        Files.move(bundle.rootfs("/"), bundle.directory().resolve("other"));
        bundle.set("/root/path", "other").write();
        Container container = runtime.container(bundle);
        container.command("run").in(Path.of("/usr")).run().succeeds();
    }

    @Test
    void theBundleIsTheWorkingDirectoryUnlessGiven() {
        Bundle bundle = runtime.bundle().write();
        runtime.command("run", runtime.newId()).in(bundle.directory()).run().succeeds();
        runtime.command("run", "-b", ".", runtime.newId()).in(bundle.directory()).run().succeeds();
    }

    @Test
    void theHostSeesNoMountOfTheContainer() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        assertTrue(runtime.leftovers().stream().noneMatch(left -> left.startsWith("mount")));
        container.delete("--force").succeeds();
    }

    @ParameterizedTest
    @CsvSource({"private,''", "slave,slave", "shared,shared", "unbindable,unbindable"})
    void propagationOfTheRootIsTheConfigs(String configured, String word) throws IOException {
        String shown = word.equals("slave") ? ofSlave() : word;
        if (!shown.isEmpty()) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 sets it before pivot_root, where it is lost or fails");
        }
        Bundle bundle = runtime.bundle().set("/linux/rootfsPropagation", configured);
        String root = Json.strings(runtime.inspect(bundle).path("mountinfo")).getFirst();
        assertEquals(shown, root.substring(0, root.indexOf(" - ")).replaceFirst("([^ ]+ ){5}[^ ]+ ?", "")
                .replaceAll(":[0-9]+", ""), root);
    }

    /** A copy of a mount that shares with nobody has no master: machines under systemd share their root. */
    private String ofSlave() throws IOException {
        String mount = Command.of("/usr/bin/findmnt", "--noheadings", "--output", "PROPAGATION", "--target",
                runtime.directory()).run().succeeds().stdout().strip();
        return mount.contains("shared") ? "master" : "";
    }

    @Test
    void aNewRootHasNoWayBackThroughTheWorkingDirectory() {
        Bundle bundle = runtime.bundle().script("cd ..; cd ..; cd ../..; pwd; ls bin/busybox");
        assertEquals("/\nbin/busybox\n", runtime.run(bundle).succeeds().stdout());
    }
}
