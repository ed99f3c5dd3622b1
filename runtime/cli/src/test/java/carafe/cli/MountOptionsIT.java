package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /mounts/options}, word by word: what the kernel then says of the mount in mountinfo. */
class MountOptionsIT {
    /** Prints the options of the mount and those of its file system, without those that only a tmpfs has. */
    private static final String SHOW = """
            line=$(grep ' %s ' /proc/self/mountinfo | tail -n 1)
            set -- $line; mount=$6
            set -- ${line#* - }; echo "$mount / $3" | sed 's/,[a-z]*=[0-9k]*//g'""";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            defaults                  | rw,relatime / rw
            ro                        | ro,relatime / rw
            ro rw                     | rw,relatime / rw
            nosuid                    | rw,nosuid,relatime / rw
            nosuid suid               | rw,relatime / rw
            nodev                     | rw,nodev,relatime / rw
            nodev dev                 | rw,relatime / rw
            noexec                    | rw,noexec,relatime / rw
            noexec exec               | rw,relatime / rw
            noatime                   | rw,noatime / rw
            noatime atime             | rw,relatime / rw
            nodiratime                | rw,nodiratime,relatime / rw
            nodiratime diratime       | rw,relatime / rw
            relatime                  | rw,relatime / rw
            relatime norelatime       | rw,relatime / rw
            strictatime               | rw / rw
            strictatime nostrictatime | rw,relatime / rw
            nosymfollow               | rw,relatime,nosymfollow / rw
            nosymfollow symfollow     | rw,relatime / rw
            sync                      | rw,relatime / rw,sync
            sync async                | rw,relatime / rw
            dirsync                   | rw,relatime / rw,dirsync
            lazytime                  | rw,relatime / rw,lazytime
            lazytime nolazytime       | rw,relatime / rw
            iversion                  | rw,relatime / rw
            iversion noiversion       | rw,relatime / rw
            silent                    | rw,relatime / rw
            silent loud               | rw,relatime / rw
            mand nomand               | rw,relatime / rw
            """)
    void ofAFileSystem(String options, String shown) {
        if (options.equals("defaults")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 passes it to the file system");
        }
        Bundle bundle = runtime.bundle().mount("/run", "tmpfs", "tmpfs", options.split(" "))
                .script(SHOW.formatted("/run"));
        assertEquals(shown + "\n", ofTmpfs(bundle));
    }

    /** Without what a kernel that numbers inodes with 64 bits adds (CONFIG_TMPFS_INODE64). */
    private String ofTmpfs(Bundle bundle) {
        return runtime.run(bundle).succeeds().stdout().replaceAll(",inode(64|32)\n", "\n");
    }

    @Test
    void remountChangesTheMountThatIsThere() {
        Bundle bundle = runtime.bundle().mount("/run", "tmpfs", "tmpfs", "nosuid")
                .mount("/run", "tmpfs", "tmpfs", "remount", "ro", "nosuid").script(SHOW.formatted("/run"));
        assertEquals("ro,nosuid,relatime / rw\n", ofTmpfs(bundle));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rro                         | ro,relatime
            rro rrw                     | rw,relatime
            rnosuid                     | rw,nosuid,relatime
            rnosuid rsuid               | rw,relatime
            rnodev                      | rw,nodev,relatime
            rnodev rdev                 | rw,relatime
            rnoexec                     | rw,noexec,relatime
            rnoexec rexec               | rw,relatime
            rnoatime                    | rw,noatime
            rnoatime ratime             | rw,relatime
            rnodiratime                 | rw,nodiratime,relatime
            rnodiratime rdiratime       | rw,relatime
            rrelatime                   | rw,relatime
            rnorelatime                 | rw,relatime
            rstrictatime                | rw
            rstrictatime rnostrictatime | rw,relatime
            rnosymfollow                | rw,relatime,nosymfollow
            rnosymfollow rsymfollow     | rw,relatime
            """)
    void ofATree(String options, String shown) throws IOException {
        if (options.contains(" ")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not clear what an earlier option has set");
        }
        Path source = Files.createDirectory(runtime.directory().resolve("source"));
        Files.createDirectory(source.resolve("sub"));
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", source, ("rbind " + options).split(" "))
                .script(SHOW.formatted("/tmp/sub"));
        Container container = runtime.container(bundle);
        String run = container.command("run").after("mount -t tmpfs inner " + source.resolve("sub"))
                .under("/usr/bin/unshare", "--mount").run().succeeds().stdout();
        assertEquals(shown, run.substring(0, run.indexOf(" / ")));
    }

    /** What the host has set is locked for a container in a user namespace; last column, empty where it is refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ro,noexec      | bind                  | ro,noexec,relatime | ro,noexec,relatime
            ro,noexec      | bind dev              | rw,relatime        | ro,noexec,relatime
            ro             | bind nosuid           | rw,nosuid,relatime | ro,nosuid,relatime
            ro             | bind rw               | rw,relatime        |
            nosuid,noatime | bind suid             | rw,noatime         |
            nosuid,noatime | bind nodev            | rw,nodev,noatime   | rw,nosuid,nodev,noatime
            noatime        | bind atime            | rw,noatime         | rw,noatime
            noatime        | bind relatime         | rw,relatime        |
            nosymfollow    | bind ro               | ro,relatime        | ro,relatime
            nosymfollow    | bind                  | rw,relatime,nosymfollow | rw,relatime,nosymfollow
            """)
    void ofABind(String source, String options, String shown, String shownInUserNamespace) throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 keeps flags that are not asked for");
        Path directory = Files.createDirectory(runtime.directory().resolve("source"));
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", directory, options.split(" "))
                .script(SHOW.formatted("/tmp"));
        assertEquals(shown, flags(bindOf(bundle, directory, source).succeeds()));
        bundle.namespace("user").uidMapping(0, 4_800_000, 65536).gidMapping(0, 4_800_000, 65536);
        Result inUserNamespace = bindOf(bundle, directory, source);
        if (shownInUserNamespace == null) {
            inUserNamespace.fails(1, "/tmp", "operation not permitted");
        } else {
            assertEquals(shownInUserNamespace, flags(inUserNamespace.succeeds()));
        }
    }

    /** Podman 4.3 to 5.6 hands options of volumes on to the runtime; others have those of file systems. */
    @ParameterizedTest
    @ValueSource(strings = {"nocopy", "copy", "type=tmpfs", "mode=755", "size=1k", "volume-opt=x", "x-anything=1"})
    void optionsThatABindIgnoresAreToldOf(String option) throws IOException {
        Path directory = Files.createDirectory(runtime.directory().resolve("source"));
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", directory, "rbind", "ro", option)
                .script(SHOW.formatted("/tmp"));
        Result result = runtime.run(bundle).succeeds();
        assertEquals("ro,relatime", flags(result));
        runtime.peer().onlyCarafe("is silent");
        assertTrue(result.stderr().contains("level=warning msg=\"mount /tmp: \\\"" + option + "\\\" is ignored"),
                result::toString);
    }

    private Result bindOf(Bundle bundle, Path directory, String flags) {
        return runtime.container(bundle).command("run").after("mount -t tmpfs source " + directory
                + " && mount -o remount,bind," + flags + " " + directory)
                .under("/usr/bin/unshare", "--mount").run();
    }

    private static String flags(Result run) {
        return run.stdout().substring(0, run.stdout().indexOf(" / "));
    }
}
