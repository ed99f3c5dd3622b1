package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /mounts/uidMappings} and the options idmap and ridmap: whose files a bind shows. */
class IdMappedMountsIT {
    private static final long HOST_ROOT = 4_800_000;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** Holds "file", which belongs to user 5 and group 6. */
    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        Requires.kernel(5, 12);
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 maps only with a user namespace, as of kernel 5.12");
        source = Files.createDirectory(runtime.directory().resolve("source"));
        Files.createDirectory(source.resolve("sub"));
        Path file = Files.createFile(source.resolve("file"));
        Files.setAttribute(file, "unix:uid", 5);
        Files.setAttribute(file, "unix:gid", 6);
    }

    private Bundle mapped(String... options) {
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", source, options);
        int last = bundle.get("/mounts").size() - 1;
        return bundle.setJson("/mounts/" + last + "/uidMappings", mapping(1000))
                .setJson("/mounts/" + last + "/gidMappings", mapping(2000));
    }

    private static String mapping(long host) {
        return "[{\"containerID\": 0, \"hostID\": " + host + ", \"size\": 100}]";
    }

    @Test
    void theMappingsOfTheMountAreUsed() {
        assertEquals("1005:2006\n", runtime.run(mapped("bind", "idmap").args("stat", "-c", "%u:%g", "/tmp/file"))
                .succeeds().stdout());
    }

    @Test
    void mappingsWithoutTheOptionAreUsedToo() {
        assertEquals("1005:2006\n", runtime.run(mapped("bind").args("stat", "-c", "%u:%g", "/tmp/file"))
                .succeeds().stdout());
    }

    @Test
    void whatIsWrittenGoesTheOtherWay() throws IOException {
        Files.setAttribute(source, "unix:mode", 0777);
        runtime.run(mapped("bind", "idmap").user(1007, 2008).script("touch /tmp/made")).succeeds();
        assertEquals(7, Files.getAttribute(source.resolve("made"), "unix:uid"));
        assertEquals(8, Files.getAttribute(source.resolve("made"), "unix:gid"));
    }

    @Test
    void withoutMappingsThoseOfTheUserNamespaceAreUsed() {
        Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, HOST_ROOT, 65536)
                .gidMapping(0, HOST_ROOT, 65536).mount("/tmp", "bind", source, "bind", "idmap")
                .args("stat", "-c", "%u:%g", "/tmp/file");
        assertEquals("5:6\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void idmapIsForTheTopAndRidmapForAll() {
        // the mount below is a tmpfs, which maps ids since
        Requires.kernel(6, 3);
        assertEquals("0:0\n", ownerBelow("idmap"));
        assertEquals("1000:2000\n", ownerBelow("ridmap"));
    }

    private String ownerBelow(String option) {
        Container container = runtime.container(mapped("rbind", option).args("stat", "-c", "%u:%g", "/tmp/sub"));
        container.bundle().write();
        return container.command("run").after("mount -t tmpfs inner " + source.resolve("sub"))
                .under("/usr/bin/unshare", "--mount").run().succeeds().stdout();
    }

    @Test
    void withoutAnyMappingItIsRefused() {
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", source, "bind", "idmap");
        runtime.container(bundle).create().fails(1, "uidMappings");
        assertEquals(List.of(), runtime.leftovers());
    }
}
