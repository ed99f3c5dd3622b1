package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Notices;
import carafe.container.SetupFailed;
import carafe.spec.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutableTest {
    private Ground ground;

    @BeforeEach
    void enter() throws IOException {
        ground = new Ground().prepare();
        program("opt/a/plain", "rw-r--r--");
        program("opt/a/onlyroot", "rwx------");
        program("opt/b/plain", "rwxr-xr-x");
        Files.createDirectories(ground.rootfs.resolve("opt/a/dir"));
        ground.filesystem.enter();
        new Identity(ground.kernel, new User(1000, 1000, null, List.of()), false, false, Notices.NONE).become();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private void program(String name, String permissions) throws IOException {
        Path path = ground.rootfs.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private String find(String name, String path) {
        return Executable.look(ground.kernel, name, path).path();
    }

    private String failure(String name) {
        return assertThrows(SetupFailed.class, () -> find(name, "/opt/a:/opt/b")).getMessage();
    }

    @Test
    void firstThatTheUserMayExecuteIsTaken() {
        assertEquals("/opt/b/plain", find("plain", "/nowhere:/opt/a:/opt/b"));
        assertEquals("/bin/sh", find("sh", null), "execvp's own default without a PATH");
        assertEquals("/opt/b/plain", find("/opt/b/plain", ""));
        ground.kernel.chdir("/opt/b");
        assertEquals("./plain", find("plain", "/opt/a:"), "an empty entry is the working directory");
        assertEquals("./plain", find("./plain", null));
    }

    @Test
    void failureHasTheWordsEnginesLookFor() {
        assertTrue(failure("nope").endsWith("exec: \"nope\": executable file not found in $PATH"));
        assertTrue(failure("onlyroot").endsWith("exec: \"onlyroot\": executable file not found in $PATH"));
        assertTrue(failure("dir").endsWith("exec: \"dir\": executable file not found in $PATH"));
        assertTrue(failure("/opt/nope").endsWith("exec: \"/opt/nope\": stat /opt/nope: no such file or directory"));
        assertTrue(failure("/opt/a/onlyroot").endsWith("exec: \"/opt/a/onlyroot\": permission denied"));
        assertTrue(failure("/opt/a/dir").endsWith("exec: \"/opt/a/dir\": is a directory: permission denied"));
    }
}
