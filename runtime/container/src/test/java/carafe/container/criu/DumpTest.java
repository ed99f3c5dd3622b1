package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.kernel.LocalKernel;
import carafe.spec.Config;
import carafe.spec.ConfigReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The request that saves a container; this JVM stands in for its first process. */
class DumpTest {
    private static final CriuOptions PLAIN =
            new CriuOptions("", null, false, false, false, false, ManageCgroups.DEFAULT, false, false, null);

    private final LocalKernel kernel = new LocalKernel();
    private final int pid = (int) ProcessHandle.current().pid();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        kernel.close();
    }

    private static Config config(String linux, String more) {
        String json = "{\"ociVersion\": \"1.0.0\", \"root\": {\"path\": \"/\"}, \"linux\": " + linux + more + "}";
        return ConfigReader.readConfig("config.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private CheckpointOptions options(CriuOptions common, boolean preDump) {
        return new CheckpointOptions(at(common, directory.resolve("images").toString()), null, false, false, false, -1,
                null, preDump);
    }

    private static CriuOptions at(CriuOptions common, String images) {
        return new CriuOptions(images, common.workPath(), common.tcpEstablished(), common.extUnixSockets(),
                common.shellJob(), common.fileLocks(), common.manageCgroups(), common.autoDedup(), common.lazyPages(),
                common.networkLock());
    }

    private CriuRequest request(CheckpointOptions options, Config config) {
        try (ImageDirectories directories = ImageDirectories.make(kernel, options.common())) {
            return new Dump(kernel, options).request(new Dump.Subject(config, "/bundle/rootfs", pid, "/sys/fs/f"),
                    directories);
        }
    }

    @Test
    void namesTheProcessItsRootAndItsFreezer() {
        CriuRequest request = request(options(PLAIN, false), config("{}", ""));
        assertEquals(1, DecodedRequest.type(request));
        assertEquals(List.of(pid), DecodedRequest.numbers(request, 2));
        assertEquals(List.of("dump.log"), DecodedRequest.texts(request, 10));
        assertEquals(List.of(1), DecodedRequest.numbers(request, 12));
        assertEquals(List.of("/bundle/rootfs"), DecodedRequest.texts(request, 13));
        assertEquals(List.of(6), DecodedRequest.numbers(request, 34));
        assertEquals(List.of(0x4000_0000), DecodedRequest.numbers(request, 38));
        assertEquals(List.of("/sys/fs/f"), DecodedRequest.texts(request, 44));
        assertEquals(List.of("/etc/criu/runc.conf"), DecodedRequest.texts(request, 51));
    }

    @Test
    void passesTheCommandLineOn() {
        CriuOptions common = new CriuOptions("", null, true, true, true, true, ManageCgroups.of("strict"), true, true,
                NetworkLock.NFTABLES);
        CheckpointOptions plain = options(common, false);
        CheckpointOptions all = new CheckpointOptions(plain.common(), "../before", true, true, true, -1,
                PageServer.parse("[::1]:4242"), false);
        CriuRequest request = request(all, config("{}", ""));
        for (int toggle : new int[] {3, 4, 5, 7, 8, 15, 16, 18, 46, 48}) {
            assertEquals(List.of(1), DecodedRequest.numbers(request, toggle), "field " + toggle);
        }
        assertEquals(List.of("::1 → 4242"), DecodedRequest.numbered(request, 11));
        assertEquals(List.of("../before"), DecodedRequest.texts(request, 14));
        assertEquals(List.of(5), DecodedRequest.numbers(request, 34));
        assertEquals(List.of(2), DecodedRequest.numbers(request, 64));
    }

    @Test
    void declaresWhatIsTheHostsExternal() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target")).toRealPath();
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        String linux = """
                {"maskedPaths": ["/etc/passwd", "/etc", "/not/there"],
                 "devices": [{"type": "c", "path": "/dev/fuse", "major": 10, "minor": 229}]}""";
        String mounts = """
                , "mounts": [{"destination": "LINK", "source": "/srv", "options": ["bind"]},
                             {"destination": "/proc", "type": "proc", "source": "proc"}]"""
                .replace("LINK", link.toString());
        CriuRequest request = request(options(PLAIN, false), config(linux, mounts));
        assertEquals(List.of(target + " → " + target, "/etc/passwd → /dev/null", "/dev/fuse → /dev/fuse"),
                DecodedRequest.pairs(request, 23));
    }

    @Test
    void declaresJoinedNetworkAndPidNamespacesExternal() throws IOException {
        Object inode = Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:ino");
        CriuRequest request = request(options(PLAIN, false), config("""
                {"namespaces": [{"type": "network", "path": "/proc/self/ns/net"}, {"type": "pid"},
                                {"type": "ipc", "path": "/proc/self/ns/ipc"}]}""", ""));
        assertEquals(List.of("net[" + inode + "]:extRootNetNS"), DecodedRequest.texts(request, 37));
    }

    @Test
    void anAnnotationNamesAnotherSettingsFileOrNone() {
        assertEquals(List.of("/etc/criu/mine.conf"), DecodedRequest.texts(request(options(PLAIN, false),
                config("{}", ", \"annotations\": {\"org.criu.config\": \"/etc/criu/mine.conf\"}")), 51));
        assertEquals(List.of(), DecodedRequest.texts(request(options(PLAIN, false),
                config("{}", ", \"annotations\": {\"org.criu.config\": \"\"}")), 51));
    }

    @Test
    void aPreDumpSavesNoMounts() {
        CriuRequest request = request(options(PLAIN, true), config("{\"maskedPaths\": [\"/etc/passwd\"]}", ""));
        assertEquals(4, DecodedRequest.type(request));
        assertEquals(List.of(), DecodedRequest.pairs(request, 23));
    }

    @Test
    void theParentIsARelativeDirectory() throws IOException {
        Files.createDirectory(directory.resolve("before"));
        Files.createFile(directory.resolve("file"));
        try (ImageDirectories directories = ImageDirectories.make(kernel, options(PLAIN, false).common())) {
            directories.requireParent("../before");
            assertTrue(refusal(directories, "/before").contains("must be relative"));
            assertTrue(refusal(directories, "../missing").contains("no such file or directory"));
            assertTrue(refusal(directories, "../file").contains("not a directory"));
        }
    }

    private static String refusal(ImageDirectories directories, String parent) {
        return assertThrows(Refused.class, () -> directories.requireParent(parent)).getMessage();
    }

    @Test
    void descriptorsAreWrittenAsRuncReadsThemAndOnlyPipesAreInherited() throws IOException {
        CriuOptions options = options(PLAIN, false).common();
        try (ImageDirectories directories = ImageDirectories.make(kernel, options)) {
            Descriptors written = new Descriptors(List.of("/dev/null", "pipe:[12]", "pipe:[13]"));
            written.write(kernel, directories.images());
            assertEquals("[\"/dev/null\",\"pipe:[12]\",\"pipe:[13]\"]",
                    Files.readString(directory.resolve("images/descriptors.json")));
            assertEquals(written, Descriptors.read(kernel, directories.images(), options.imagePath()));
        }
        CriuRequest request = new CriuRequest(RequestType.RESTORE);
        new Descriptors(List.of("/dev/null", "pipe:[12]", "socket:[13]")).addTo(request);
        assertEquals(List.of("pipe:[12] → 1"), DecodedRequest.numbered(request, 27));
    }

    @Test
    void aDirectoryWithoutACheckpointIsRefused() {
        CriuOptions options = options(PLAIN, false).common();
        assertThrows(Refused.class, () -> ImageDirectories.open(kernel, options));
        try (ImageDirectories directories = ImageDirectories.make(kernel, options)) {
            assertTrue(assertThrows(Refused.class,
                    () -> Descriptors.read(kernel, directories.images(), options.imagePath())).getMessage()
                    .contains("descriptors.json: no such file or directory"));
        }
    }

    @Test
    void openDescriptorsAreNamedAsProcShowsThem() {
        assertEquals(3, Descriptors.of(kernel, pid).names().size());
        assertFalse(Descriptors.of(kernel, pid).names().contains(null));
    }
}
