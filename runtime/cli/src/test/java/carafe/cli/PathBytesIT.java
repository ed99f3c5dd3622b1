package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Paths are bytes: here always with one (0344) that is not UTF-8, which only a shell can write. */
class PathBytesIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private static void host(String script, Object... arguments) {
        Command.of("/bin/sh", "-e", "-c", script, "sh").with(arguments).run().succeeds();
    }

    @Test
    void tmpcopyupKeepsNamesAndTargetsOfLinks() {
        Bundle bundle = runtime.bundle().mount("/full", "tmpfs", "tmpfs", "tmpcopyup").script("""
                cd "$(printf '/full/d\\344')"
                cat "$(printf 'f\\344')"
                [ "$(readlink link)" = "$(printf 'to\\344')" ] && echo same""");
        host("""
                mkdir -p "$(printf '%s/d\\344' "$1")"; cd "$(printf '%s/d\\344' "$1")"
                echo content > "$(printf 'f\\344')"; ln -s "$(printf 'to\\344')" link""", bundle.rootfs("/full"));
        assertEquals("content\nsame\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void theEnvironmentReachesHooksAsItIs() {
        Bundle bundle = runtime.bundle().args("true").hook("prestart", "/bin/sh", "-c",
                "[ \"$RAW\" = \"$(printf 'r\\344')\" ]").write();
        runtime.container(bundle).command("run").after("export RAW=\"$(printf 'r\\344')\"").run().succeeds();
    }

    @Test
    void messagesNameFilesAsTheyAre() {
        String script = "\"$0\" run --bundle \"$(printf '%s/no\\344' \"$1\")\" x 2>&1 | grep -cF 'no\\xe4'";
        assertEquals("1\n", Command.of("/bin/sh", "-c", script, runtime.binary(), runtime.directory()).run().succeeds()
                .stdout());
    }

    @Test
    void theHomeDirectoryIsWhatTheFileSays() {
        Bundle bundle = runtime.bundle().user(0, 0).setJson("/process/env", "[\"PATH=/bin\"]")
                .script("[ \"$HOME\" = \"$(printf '/home/h\\344')\" ] && echo same");
        host("printf 'root:x:0:0::/home/h\\344:/bin/sh\\n' > \"$1\"", bundle.rootfs("/etc/passwd"));
        assertEquals("same\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void whatTheCommandLineNamesIsTakenAsItIs() {
        Bundle bundle = runtime.bundle().args("sleep", "1000").write();
        host("mkdir \"$(printf '%s/d\\344' \"$1\")\"", bundle.rootfs("/tmp"));
        String script = """
                w=$(printf '%s/w\\344' "$1"); mkdir "$w"; mv "$2" "$w/b"
                carafe() { "$c" --root "$w/state" "$@" </dev/null; }
                c=$0
                trap 'carafe delete --force raw' EXIT
                carafe create --bundle "$w/b" --pid-file "$w/pid" raw >/dev/null || exit 1
                carafe start raw
                [ -s "$w/pid" ] && ls "$w"
                carafe state raw | grep -c '"bundle": ".*/w[^/"]*/b"'
                carafe list -q
                carafe exec --cwd "$(printf '/tmp/d\\344')" raw sh -c '[ "$PWD" = "$1" ] && echo cwd' sh \\
                    "$(printf '/tmp/d\\344')"
                carafe exec --env "X=$(printf '\\344')" raw sh -c '[ "$X" = "$1" ] && echo env' sh "$(printf '\\344')"
                """;
        assertEquals("b\npid\nstate\n1\nraw\ncwd\nenv\n", Command.of("/bin/sh", "-c", script, runtime.binary(),
                runtime.directory(), bundle.directory()).run().succeeds().stdout());
        assertEquals(List.of(), runtime.leftovers());
    }
}
