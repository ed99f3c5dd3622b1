package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /linux/maskedPaths} and {@code /linux/readonlyPaths}. */
class MaskedPathsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Bundle masking(String... paths) {
        return runtime.bundle().writableRoot().maskedPaths(paths);
    }

    @Test
    void aMaskedFileIsTheNullDevice() throws IOException {
        Bundle bundle = masking("/secret").script("cat /secret; stat -c %t:%T /secret");
        Files.writeString(bundle.rootfs("/secret"), "secret");
        assertEquals("1:3\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aMaskedDirectoryIsEmptyAndReadOnly() throws IOException {
        Bundle bundle = masking("/secrets").script("ls -A /secrets; touch /secrets/x 2>&1");
        Files.createDirectory(bundle.rootfs("/secrets"));
        Files.writeString(bundle.rootfs("/secrets/one"), "secret");
        assertEquals("touch: /secrets/x: Read-only file system\n", runtime.run(bundle).exits(1).stdout());
    }

    @Test
    void manyMaskedDirectoriesAreAllEmpty() throws IOException {
        Bundle bundle = masking("/m1", "/m2", "/m3").script("ls -A /m1 /m2 /m3 | grep -v : | grep . || echo empty");
        for (String name : new String[] {"/m1", "/m2", "/m3"}) {
            Files.createDirectory(bundle.rootfs(name));
            Files.writeString(bundle.rootfs(name + "/one"), "secret");
        }
        assertEquals("empty\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aMissingPathIsSkipped() {
        runtime.run(masking("/not/there").script("! test -e /not").readonlyPaths("/not/there")).succeeds();
    }

    @Test
    void maskedFilesOfProcAndSysAreHidden() {
        Bundle bundle = runtime.bundle().script("wc -c < /proc/timer_list; ls -A /sys/firmware; cat /proc/keys");
        assertEquals("0\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aMaskCannotBeRemovedByTheContainer() throws IOException {
        Bundle bundle = masking("/secret").script("umount /secret 2>/dev/null; cat /secret");
        Files.writeString(bundle.rootfs("/secret"), "secret");
        assertEquals("", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aMaskedSymlinkLeadsNowhereOutsideTheRoot() throws IOException {
        Path outside = Files.writeString(runtime.directory().resolve("outside"), "untouched");
        Bundle bundle = masking("/link").script("true");
        Files.createSymbolicLink(bundle.rootfs("/link"), outside);
        runtime.run(bundle);
        assertEquals("untouched", Files.readString(outside));
    }

    @Test
    void aReadOnlyPathCannotBeWritten() throws IOException {
        Bundle bundle = runtime.bundle().writableRoot().readonlyPaths("/fixed", "/etc/passwd")
                .script("touch /fixed/x 2>&1; echo x 2>&1 >> /etc/passwd; touch /etc/free && echo free");
        Files.createDirectory(bundle.rootfs("/fixed"));
        String output = runtime.run(bundle).succeeds().stdout();
        assertTrue(output.contains("/fixed/x: Read-only file system"), output);
        assertTrue(output.endsWith("free\n"), output);
        assertTrue(!Files.readString(bundle.rootfs("/etc/passwd")).endsWith("x\n"));
    }

    @Test
    void aReadOnlyPathKeepsItsOtherMountFlags() {
        Bundle bundle = runtime.bundle().mount("/run", "tmpfs", "tmpfs", "nosuid", "nodev", "noexec", "noatime")
                .readonlyPaths("/run").script("grep ' /run ' /proc/self/mountinfo | tail -n 1 | cut -d' ' -f6");
        assertEquals("ro,nosuid,nodev,noexec,noatime\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void theDefaultReadOnlyPathsProtectTheHostsSettings() {
        // Writes back what is there, so that a failing test changes nothing.
        Bundle bundle = runtime.bundle().script("""
                for setting in /proc/sys/kernel/panic /proc/sys/vm/swappiness; do
                    value=$(cat $setting)
                    echo $value > $setting
                done""");
        String errors = runtime.run(bundle).exits(1).stderr();
        assertEquals(2, errors.lines().filter(line -> line.contains("Read-only file system")).count(), errors);
    }
}
