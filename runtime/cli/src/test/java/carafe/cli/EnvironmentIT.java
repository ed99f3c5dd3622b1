package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole lifecycle in the odd surroundings in which engines and people call a runtime. */
class EnvironmentIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @MethodSource("surroundings")
    void theLifecycleWorks(UnaryOperator<Command> surroundings) {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        Path pidFile = runtime.directory().resolve("pid");

        surroundings.apply(container.command("create", "--pid-file", pidFile)).run().succeeds();
        surroundings.apply(runtime.command("start", container.id())).run().succeeds();
        assertEquals("running", container.status());
        surroundings.apply(runtime.command("kill", container.id(), "KILL")).run().succeeds();
        container.await("stopped");
        surroundings.apply(runtime.command("delete", container.id())).run().succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    static Stream<Named<UnaryOperator<Command>>> surroundings() {
        return Stream.of(
                in("an empty environment", c -> c.withEnvironment(Map.of())),
                in("only XDG_RUNTIME_DIR", c -> c.withEnvironment(Map.of("XDG_RUNTIME_DIR", "/run"))),
                in("a relative PATH", c -> c.withEnvironment(Map.of("PATH", "bin:."))),
                in("HOME and TMPDIR that do not exist",
                        c -> c.withVariable("HOME", "/no/home").withVariable("TMPDIR", "/no/tmp")),
                in("variables of a JVM's caller", c -> c.withVariable("JAVA_HOME", "/no/java")
                        .withVariable("JAVA_TOOL_OPTIONS", "-Dfrom=caller").withVariable("JDK_JAVA_OPTIONS", "-Xmx1m")
                        .withVariable("LD_LIBRARY_PATH", "/no/lib").withVariable("CLASSPATH", "/no.jar")),
                in("a foreign locale", c -> c.withVariable("LC_ALL", "tr_TR.UTF-8").withVariable("TZ", "Asia/Tokyo")),
                in("a closed standard input", c -> c.after("exec <&-")),
                in("all standard streams closed", c -> c.after("exec <&- >&- 2>&-")),
                in("a working directory that was removed",
                        c -> c.after("d=$(mktemp -d) && cd \"$d\" && rmdir \"$d\"")),
                in("a strict umask", c -> c.after("umask 0777")),
                in("few descriptors", c -> c.after("ulimit -S -n 64")),
                in("many open descriptors", c -> c.after(
                        "exec 3</etc/hosts 4</ 5</dev/null 6<>/dev/zero 7</tmp 8</proc 9</sys")),
                in("signals ignored", c -> c.after("trap '' HUP INT QUIT TERM PIPE CHLD USR1")),
                in("another niceness", c -> c.under("/usr/bin/nice", "-n", "5")),
                in("its own session", c -> c.under("/usr/bin/setsid", "--wait")),
                in("no new privileges", c -> c.under("/usr/bin/setpriv", "--no-new-privs", "--")));
    }

    private static Named<UnaryOperator<Command>> in(String name, UnaryOperator<Command> surroundings) {
        return Named.of(name, surroundings);
    }

    @Test
    void temporaryDirectoriesMayBeReadOnly() {
        Container container = runtime.container(runtime.bundle().args("echo", "hello"));
        Command run = container.command("run").after("""
                mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp
                mount --bind /var/tmp /var/tmp && mount -o remount,bind,ro /var/tmp
                mount --bind %1$s %1$s && mount -o remount,bind,rw %1$s
                ! touch /tmp/probe 2>/dev/null || exit 99""".formatted(runtime.directory()))
                .under("/usr/bin/unshare", "--mount");
        assertEquals("hello\n", run.run().succeeds().stdout());
    }

    @Test
    void theCallersDescriptorsDoNotReachTheContainer() {
        Container container = runtime.container(runtime.bundle().args("inspect"));
        Command run = container.command("run").after("exec 3</etc/hosts 5</ 7>/dev/null 9<>/dev/zero");
        assertEquals(3, run.run().succeeds().json().path("fds").size());
    }

    @Test
    void exitStatusIsKnownEvenIfTheCallerIgnoresItsChildren() {
        Container container = runtime.container(runtime.bundle().script("exit 7"));
        container.command("run").after("trap '' CHLD").run().exits(7);
    }

    @Test
    void theBinaryMayBeCalledThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(runtime.directory().resolve("runc"), runtime.binary());
        Command.of(link, "--root", runtime.stateRoot(), "run", "--bundle", runtime.bundle().write().directory(),
                runtime.newId()).run().succeeds();
    }

    @Test
    void theStateRootMayBeRelative() {
        Container container = runtime.container(runtime.bundle());
        container.bundle().write();
        runtime.bareCommand("--root", "state", "create", "--bundle", container.bundle().directory(), container.id())
                .in(runtime.directory()).run().succeeds();
        assertEquals("created", container.status());
    }

    @Test
    void theStateRootMustNotBeTheRootDirectory() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 takes it");
        runtime.bareCommand("--root", "/", "list").run().exits(1);
        runtime.bareCommand("--root", "/../", "list").run().exits(1);
    }

    @Test
    void pathsMayHoldSpacesAndQuotes() throws IOException {
        Path odd = runtime.directory().resolve("a bundle, \"quoted\" & ümlaut");
        Files.move(runtime.bundle().write().directory(), odd);
        runtime.command("run", "--bundle", odd, runtime.newId()).run().succeeds();
    }

    @Test
    void theStateDirectoryIsMadeWithItsParents() {
        Path root = runtime.directory().resolve("deep/state/root");
        String id = runtime.newId();
        runtime.bareCommand("--root", root, "create", "--bundle", runtime.bundle().write().directory(), id)
                .run().succeeds();
        assertTrue(Files.isDirectory(root.resolve(id)));
        runtime.bareCommand("--root", root, "delete", "--force", id).run().succeeds();
    }
}
