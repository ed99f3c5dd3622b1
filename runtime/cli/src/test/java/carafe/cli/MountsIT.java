package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /mounts}: types, options, binds and where their targets may be. */
class MountsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** A host directory with the file "hello". */
    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(runtime.directory().resolve("source"));
        Files.writeString(source.resolve("file"), "hello\n");
    }

    /** The last line of mountinfo for a mount point. */
    private static String mount(JsonNode report, String point) {
        return Json.strings(report.path("mountinfo")).stream()
                .filter(line -> line.split(" ")[4].equals(point))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no mount at " + point));
    }

    private static List<String> options(String mountinfo) {
        return List.of(mountinfo.split(" ")[5].split(","));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSourceInsideTheRootFileSystemHasTheEarlierMounts(boolean userNamespace) throws IOException {
        Bundle bundle = runtime.bundle().script("cat /final/inner/file");
        Files.createDirectories(bundle.rootfs("mnt/inner"));
        Files.createDirectories(bundle.rootfs("final"));
        bundle.bind(source, "/mnt/inner").bind(bundle.rootfs("mnt"), "/final", "rbind");
        if (userNamespace) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 opens all sources of a user namespace beforehand");
            bundle.namespace("user").uidMapping(0, 100000, 65536).gidMapping(0, 100000, 65536);
        }
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aDestinationMayBeNamedAsTheHostDoes() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not take it");
        Bundle bundle = runtime.bundle().script("cat /mnt/file");
        bundle.bind(source, bundle.rootfs("mnt").toString());
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime"})
    void aFlagIsSetOnATmpfsAndOnABind(String option) {
        JsonNode report = runtime.inspect(runtime.bundle()
                .mount("/run", "tmpfs", "tmpfs", option).bind(source, "/tmp", option));
        assertTrue(options(mount(report, "/run")).contains(option), mount(report, "/run"));
        assertTrue(options(mount(report, "/tmp")).contains(option), mount(report, "/tmp"));
    }

    @ParameterizedTest
    @CsvSource({"ro,rw", "nosuid,suid", "nodev,dev", "noexec,exec", "noatime,atime"})
    void theLaterOfTwoOppositeOptionsWins(String set, String cleared) {
        JsonNode report = runtime.inspect(runtime.bundle()
                .mount("/run", "tmpfs", "tmpfs", set, cleared).mount("/tmp", "tmpfs", "tmpfs", cleared, set));
        assertFalse(options(mount(report, "/run")).contains(set), mount(report, "/run"));
        assertTrue(options(mount(report, "/tmp")).contains(set), mount(report, "/tmp"));
    }

    @Test
    void optionsThatAreNoFlagsGoToTheFileSystem() {
        JsonNode report = runtime.inspect(runtime.bundle()
                .mount("/run", "tmpfs", "tmpfs", "size=64k", "mode=0710", "nr_inodes=50"));
        String run = mount(report, "/run");
        assertTrue(run.contains("size=64k") && run.contains("mode=710") && run.contains("nr_inodes=50"), run);
    }

    @Test
    void anOptionTheFileSystemRefusesFailsCreate() {
        runtime.container(runtime.bundle().mount("/run", "tmpfs", "tmpfs", "taste=bitter")).create().fails(1, "/run");
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @CsvSource({"private,''", "rprivate,''", "slave,''", "rslave,''", "shared,shared", "rshared,shared",
            "unbindable,unbindable", "runbindable,unbindable"})
    void propagationIsSetPerMount(String option, String shown) {
        String run = mount(runtime.inspect(runtime.bundle().mount("/run", "tmpfs", "tmpfs", option)), "/run");
        assertEquals(shown, run.substring(0, run.indexOf(" - ")).replaceFirst("([^ ]+ ){5}[^ ]+ ?", "")
                .replaceAll(":[0-9]+", ""), run);
    }

    /** A copy of a bundle's root file system with a file "marker". */
    private Path otherRoot(Bundle bundle) throws IOException {
        Path other = runtime.directory().resolve("other");
        Command.of("cp", "-a", bundle.rootfs("/"), other).run().succeeds();
        Files.writeString(other.resolve("marker"), "other\n");
        return other;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBindOverTheRootIsTheContainersRoot(boolean userNamespace) throws IOException {
        Bundle bundle = runtime.bundle().bind(source, "/mnt/before");
        bundle.bind(otherRoot(bundle), "/", "rbind").bind(source, "/mnt/after")
                .script("cat /marker /mnt/after/file; ls /mnt; touch /x 2>&1; test -c /dev/null && echo null");
        Files.createDirectories(runtime.directory().resolve("other/mnt/after"));
        Files.createDirectories(bundle.rootfs("/mnt/before"));
        if (userNamespace) {
            bundle.namespace("user").uidMapping(0, 100000, 65536).gidMapping(0, 100000, 65536);
            bundle.withoutMount("/dev/mqueue");
        }
        // what comes before it is covered
        List<JsonNode> mounts = new ArrayList<>();
        bundle.get("/mounts").forEach(mounts::add);
        mounts.sort(Comparator.comparing(mount -> switch (mount.path("destination").asText()) {
            case "/mnt/before" -> 0;
            case "/" -> 1;
            default -> 2;
        }));
        bundle.set("/mounts", mounts);
        assertEquals("other\nhello\nafter\ntouch: /x: Read-only file system\nnull\n",
                runtime.run(bundle).succeeds().stdout());
        assertEquals(List.of(), runtime.leftovers());
        assertFalse(Files.exists(bundle.rootfs("/mnt/after")));
    }

    @Test
    void aRootThatIsCoveredMayBelongToSharedMounts() throws IOException {
        Bundle bundle = runtime.bundle().set("/linux/rootfsPropagation", "rshared");
        bundle.setJson("/mounts", "[]").bind(otherRoot(bundle), "/", "bind", "rw").mount("/proc", "proc", "proc")
                .mount("/dev", "tmpfs", "tmpfs").args("cat", "/marker");
        assertEquals("other\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aDirectoryIsBoundOntoAMissingTarget() {
        Bundle bundle = runtime.bundle().bind(source, "/made/deep").args("cat", "/made/deep/file");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aFileIsBoundOntoAMissingTarget() {
        Bundle bundle = runtime.bundle().bind(source.resolve("file"), "/made/deep/file").args("cat", "/made/deep/file");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aSocketIsBoundOntoAMissingTarget() throws IOException {
        Path fifo = source.resolve("fifo");
        Command.of("mkfifo", fifo).run().succeeds();
        Bundle bundle = runtime.bundle().bind(fifo, "/made/fifo").script("test -p /made/fifo");
        runtime.run(bundle).succeeds();
    }

    @Test
    void theSourceOfABindIsRelativeToTheBundle() throws IOException {
        Bundle bundle = runtime.bundle();
        Files.writeString(bundle.directory().resolve("data"), "from the bundle\n");
        assertEquals("from the bundle\n",
                runtime.run(bundle.bind("data", "/tmp/data").args("cat", "/tmp/data")).succeeds().stdout());
    }

    @Test
    void aMissingSourceIsNamed() {
        runtime.container(runtime.bundle().bind("/no/such/source", "/tmp")).create().fails(1, "/no/such/source");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aReadOnlyBindLeavesTheSourceWritable() throws IOException {
        Bundle bundle = runtime.bundle().bind(source, "/tmp", "ro").script("! touch /tmp/made");
        runtime.run(bundle).succeeds();
        Files.writeString(source.resolve("made"), "");
    }

    @Test
    void aWritableBindWritesToTheSource() {
        runtime.run(runtime.bundle().bind(source, "/tmp").script("touch /tmp/made")).succeeds();
        assertTrue(Files.exists(source.resolve("made")));
    }

    @Test
    void laterMountsMayBeInsideEarlierOnes() {
        Bundle bundle = runtime.bundle()
                .mount("/run", "tmpfs", "tmpfs").bind(source, "/run/a/b")
                .mount("/run/a/b/c", "tmpfs", "tmpfs", "mode=700")
                .script("cat /run/a/b/file; stat -c %a /run/a/b/c");
        assertEquals("hello\n700\n", runtime.run(bundle).succeeds().stdout());
        assertTrue(Files.isDirectory(source.resolve("c")), "made in the bind, as it is the file system there");
    }

    @Test
    void laterMountsHideEarlierOnesAtTheSamePlace() {
        Bundle bundle = runtime.bundle().mount("/run", "tmpfs", "tmpfs").bind(source, "/run").args("cat", "/run/file");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aDanglingSymlinkAsTargetIsFollowedInsideTheRoot() throws IOException {
        // /etc/resolv.conf of many images points to a file of systemd-resolved that is not there
        Bundle bundle = runtime.bundle();
        Files.createSymbolicLink(bundle.rootfs("/etc/resolv.conf"), Path.of("../run/resolve/stub.conf"));
        bundle.bind(source.resolve("file"), "/etc/resolv.conf", "ro").args("cat", "/etc/resolv.conf");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aSymlinkAsTargetDoesNotLeadOutOfTheRoot() throws IOException {
        Path outside = Files.createDirectory(runtime.directory().resolve("outside"));
        Bundle bundle = runtime.bundle();
        Files.createSymbolicLink(bundle.rootfs("/etc/absolute"), outside.resolve("absolute"));
        Files.createSymbolicLink(bundle.rootfs("/etc/upwards"), Path.of("../../../../../../.." + outside + "/upwards"));
        bundle.bind(source, "/etc/absolute").bind(source, "/etc/upwards")
                .script("cat /etc/absolute/file /etc/upwards/file");

        assertEquals("hello\nhello\n", runtime.run(bundle).succeeds().stdout());
        try (var files = Files.list(outside)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void dotsInATargetDoNotLeadOutOfTheRoot() throws IOException {
        Bundle bundle = runtime.bundle().bind(source, "/../../../../made").args("cat", "/made/file");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
        assertFalse(Files.exists(Path.of("/made")));
    }

    @Test
    void aRelativeTargetStartsAtTheRoot() {
        Bundle bundle = runtime.bundle().bind(source, "tmp/here").args("cat", "/tmp/here/file");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void tmpcopyupFillsATmpfsWithWhatWasThere() {
        Bundle bundle = runtime.bundle().mount("/etc", "tmpfs", "tmpfs", "tmpcopyup")
                .script("grep -c root /etc/passwd && touch /etc/made && stat -f -c %T /etc");
        assertEquals("1\ntmpfs\n", runtime.run(bundle).succeeds().stdout());
        assertFalse(Files.exists(bundle.rootfs("/etc/made")));
    }

    @Test
    void theDefaultFileSystemsAreThere() {
        JsonNode report = runtime.inspect(runtime.bundle());
        for (String point : List.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys")) {
            mount(report, point);
        }
        assertTrue(options(mount(report, "/sys")).contains("ro"));
        assertTrue(mount(report, "/dev/pts").contains("gid=5,mode=620,ptmxmode=666"), mount(report, "/dev/pts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/self", "/proc/sys/kernel"})
    void procIsNotReplacedByABind(String target) {
        runtime.container(runtime.bundle().bind(source, target)).create().fails(1, "/proc");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void someFilesOfProcMayBeReplaced() {
        // lxcfs does this
        Bundle bundle = runtime.bundle().bind(source.resolve("file"), "/proc/meminfo").args("cat", "/proc/meminfo");
        assertEquals("hello\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void anUnknownFileSystemTypeIsNamed() {
        runtime.container(runtime.bundle().mount("/tmp", "nosuchfs", "none")).create().fails(1, "/tmp");
        assertEquals(List.of(), runtime.leftovers());
    }
}
