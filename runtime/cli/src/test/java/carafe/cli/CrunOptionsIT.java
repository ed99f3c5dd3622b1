package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags and mount options of crun(1) that runc does not have. */
class CrunOptionsIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    // ---- flags ----

    @ParameterizedTest
    @ValueSource(strings = {"--config", "-f"})
    void theConfigurationMayLieElsewhere(String flag) throws IOException {
        Bundle bundle = runtime.bundle().script("echo from elsewhere; sleep 1000").write();
        Path other = runtime.directory().resolve("other.json");
        Files.move(bundle.configFile(), other);
        Container container = runtime.container(bundle);
        runtime.command("run", "--bundle", bundle.directory(), flag, "other.json", "--detach", container.id())
                .in(runtime.directory()).after("exec >" + runtime.directory() + "/out").run().succeeds();
        // what exec and delete need is there without the file
        Files.delete(other);
        assertEquals("0\n", container.exec("id", "-u").succeeds().stdout());
        assertEquals("from elsewhere\n", Files.readString(runtime.directory().resolve("out")));
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        Bundle bundle = runtime.bundle().write();
        runtime.command("create", "--bundle", bundle.directory(), "--config", "/none/such.json", runtime.newId()).run()
                .fails(1, "/none/such.json: no such file or directory");
    }

    @Test
    void createTakesAFlagOfRun() {
        runtime.container(runtime.bundle()).create("--no-subreaper").succeeds();
    }

    @Test
    void specWritesToAFileOfAnyName() throws IOException {
        Path directory = runtime.ownedByCaller("spec");
        runtime.command("spec", "--bundle", directory, "--file", "other.json").run().succeeds();
        assertTrue(Files.readString(directory.resolve("other.json")).contains("ociVersion"));
        assertFalse(Files.exists(directory.resolve("config.json")));
        runtime.command("spec", "-b", directory, "-f", "other.json").run().fails(1, "File other.json exists");
    }

    @ParameterizedTest
    @CsvSource({"error, 0", "warning, 1", "debug, 1"})
    void theLevelSaysWhatIsLogged(String level, int warnings) throws IOException {
        Path log = runtime.directory().resolve("log");
        Bundle bundle = runtime.bundle().args("true").capabilities("CAP_CHOWN")
                .setJson("/process/capabilities/ambient", "[\"CAP_CHOWN\"]").write();
        runtime.command("--log", "file:" + log, "--log-level", level, "run", "--bundle", bundle.directory(),
                runtime.newId()).run().succeeds();
        List<String> lines = Files.readAllLines(log);
        assertEquals(warnings, lines.stream().filter(line -> line.contains("level=warning")).count(), lines::toString);
        assertEquals(level.equals("debug"), lines.stream().anyMatch(line -> line.contains("level=debug")));
    }

    @Test
    void logsThatAreNoneAreRefusedAndMakeNoFile() {
        Path directory = runtime.ownedByCaller("here");
        runtime.command("--log", "jornald:me", "list").in(directory).run().fails(1, "invalid log: jornald:me");
        runtime.command("--log-level", "loud", "list").in(directory).run().fails(1, "invalid log-level: loud");
        assertEquals(0, directory.toFile().list().length);
    }

    // ---- mount options ----

    private Path link(String content) throws IOException {
        return Files.createSymbolicLink(runtime.directory().resolve("link"), Path.of(content));
    }

    @Test
    void copySymlinkMakesTheLinkAnew() throws IOException {
        Path link = link("/etc/passwd");
        Bundle bundle = runtime.bundle().bind(link, "/new/link", "copy-symlink").script("readlink /new/link");
        assertEquals("/etc/passwd\n", runtime.run(bundle).succeeds().stdout());
        // the same link may be there already, another may not
        assertEquals("/etc/passwd\n", runtime.run(bundle).succeeds().stdout());
        Files.delete(link);
        link("/etc/group");
        runtime.container(bundle).create().fails(1, "/new/link");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void copySymlinkBindsWhatIsNoLink() throws IOException {
        Path file = Files.writeString(runtime.directory().resolve("file"), "bound\n");
        Bundle bundle = runtime.bundle().bind(file, "/new/file", "copy-symlink").script("cat /new/file");
        assertEquals("bound\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void srcNofollowBindsTheLinkItself() throws IOException {
        Bundle bundle = runtime.bundle().bind(link("/etc/passwd"), "/new", "src-nofollow").script("readlink /new");
        assertEquals("/etc/passwd\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void destNofollowCoversTheLinkItself() throws IOException {
        Path file = Files.writeString(runtime.directory().resolve("file"), "bound\n");
        Bundle bundle = runtime.bundle();
        Files.createSymbolicLink(bundle.rootfs("/there"), Path.of("/etc/passwd"));
        bundle.bind(file, "/there", "dest-nofollow").script("cat /there; grep -c root /etc/passwd");
        assertEquals("bound\n1\n", runtime.run(bundle).succeeds().stdout());
        bundle = runtime.bundle().bind(file, "/missing", "dest-nofollow");
        runtime.container(bundle).create().fails(1, "no such file or directory");
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLinkCoversALink(boolean userNamespace) throws IOException {
        Bundle bundle = runtime.bundle().bind(link("/new"), "/there", "dest-nofollow", "src-nofollow")
                .script("readlink /there");
        if (userNamespace) {
            bundle.namespace("user").uidMapping(0, 4_800_000, 65536).gidMapping(0, 4_800_000, 65536);
        }
        Files.createSymbolicLink(bundle.rootfs("/there"), Path.of("/old"));
        assertEquals("/new\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void whatTheKernelShowsOfItselfIsNotCovered() throws IOException {
        Path file = Files.writeString(runtime.directory().resolve("file"), "bound\n");
        runtime.container(runtime.bundle().bind(file, "/proc/1/exe", "dest-nofollow")).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @CsvSource({"rsync, sync", "rdirsync, dirsync"})
    void recursiveWordsForTheFileSystemMeanTheMountsOwn(String option, String shown) {
        Bundle bundle = runtime.bundle().mount("/new", "tmpfs", "tmpfs", option).script("grep ' /new ' /proc/mounts");
        String options = runtime.run(bundle).succeeds().stdout().split(" ")[3];
        assertTrue(List.of(options.split(",")).contains(shown), options);
    }

    @Test
    void idmapMayBringItsMappings() throws IOException {
        Path directory = Files.createDirectory(runtime.directory().resolve("mapped"));
        Files.setAttribute(directory, "unix:uid", 5);
        Files.setAttribute(directory, "unix:gid", 6);
        Bundle bundle = runtime.bundle().bind(directory, "/new", "idmap=uids=0-100-10#50-500-10;gids=0-200-10")
                .args("stat", "-c", "%u:%g", "/new");
        assertEquals("105:206\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void idsBehindAnAtAreTheContainers() throws IOException {
        Path directory = Files.createDirectory(runtime.directory().resolve("mapped"));
        Files.setAttribute(directory, "unix:uid", 5);
        Files.setAttribute(directory, "unix:gid", 6);
        Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 4_800_000, 65536)
                .gidMapping(0, 4_800_000, 65536).bind(directory, "/tmp", "idmap=uids=@0-100-10;gids=@0-200-10")
                .args("stat", "-c", "%u:%g", "/tmp");
        assertEquals("105:206\n", runtime.run(bundle).succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"idmap=", "idmap=uids=1-2", "idmap=uids=0-1-x;gids=0-1-1", "idmap=uids=@0-1-1;gids=@0-1-1",
            "ridmap=who=0-1-1", "idmap=uids=0-1-1;gids=0-1-1;uids=0-1-1"})
    void mappingsThatAreNoneAreRefused(String option) {
        runtime.container(runtime.bundle().bind("/etc", "/new", option)).create().fails(1, "/mounts/", option);
        assertEquals(List.of(), runtime.leftovers());
    }
}
