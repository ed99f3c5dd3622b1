package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bad bundle gives one line that names the file, the JSON pointer, the value and what was expected; the exit status is
 * 1 and nothing is left behind. {@link BadArgumentsIT} has what is wrong on the command line.
 */
class BadInputIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void onlyHere() {
        runtime.peer().onlyCarafe("other runtimes have other messages");
    }

    /** The one line on stderr: its message and what comes with it. */
    private String refused(Result result) {
        result.exits(1);
        assertEquals("", result.stdout());
        assertEquals(1, result.stderr().lines().count(), result::toString);
        assertEquals(List.of(), runtime.leftovers());
        return String.join(" ", Json.strings(Json.parse(result.stderr())));
    }

    private Result create(Container container) {
        return runtime.command("--log-format", "json", "create", "--bundle", container.bundle().directory(),
                container.id()).run();
    }

    private String refusal(Bundle bundle) {
        Container container = runtime.container(bundle);
        bundle.write();
        return refused(create(container));
    }

    private void assertNames(String message, Object... words) {
        for (Object word : words) {
            assertTrue(message.contains(word.toString()), () -> "no \"" + word + "\" in: " + message);
        }
    }

    // ---- values of config.json ----

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badValues")
    void aBadValueIsNamedWithItsPlace(String pointer, String value, UnaryOperator<Bundle> change) {
        Bundle bundle = change.apply(runtime.bundle());
        assertNames(refusal(bundle), bundle.configFile(), pointer, value);
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                json("/process/cwd", "17"),
                json("/process/args", "\"sh\""),
                json("/process/env/0", "\"PATH\""),
                json("/process/user/uid", "\"root\""),
                json("/process/user/uid", "-1"),
                json("/process/user/uid", "4294967295"),
                json("/process/terminal", "\"yes\""),
                json("/linux/namespaces/0/type", "\"universe\""),
                json("/process/rlimits/0/type", "\"RLIMIT_WISHES\""),
                json("/linux/rootfsPropagation", "\"loud\""),
                json("/linux/seccomp", "{\"defaultAction\": \"SCMP_ACT_SHRUG\"}", "/linux/seccomp/defaultAction",
                        "SCMP_ACT_SHRUG"),
                json("/linux/devices", "[{\"path\": \"/dev/x\", \"type\": \"z\"}]", "/linux/devices/0/type", "z"),
                json("/ociVersion", "\"2.0.0\""),
                json("/ociVersion", "\"latest\""),
                json("/mounts/0/destination", "5"),
                json("/linux/resources/pids", "{\"limit\": \"many\"}", "/linux/resources/pids/limit", "many"),
                json("/process/args", "[]", "/process/args", ""),
                json("/process/cwd", "\"relative\""),
                json("/process/cwd", "\"\"", "/process/cwd", ""),
                json("/hooks", "{\"createRuntime\": [{\"path\": \"relative\"}]}", "/hooks/createRuntime/0/path",
                        "relative"),
                json("/hooks", "{\"poststop\": [{\"path\": \"/bin/true\", \"timeout\": 0}]}",
                        "/hooks/poststop/0/timeout", "0"),
                json("/linux/sysctl", "{\"vm.swappiness\": \"60\"}", "/linux/sysctl", "vm.swappiness"),
                Arguments.of("/linux/namespaces/5", "pid", change(b -> b.setJson("/linux/namespaces/-",
                        "{\"type\": \"pid\"}"))),
                Arguments.of("/linux/uidMappings", "user", change(b -> b.uidMapping(0, 100000, 10))),
                Arguments.of("/hostname", "uts", change(b -> b.withoutNamespace("uts"))),
                Arguments.of("/process/rlimits/1", "RLIMIT_NOFILE", change(b -> b.setJson("/process/rlimits/-",
                        "{\"type\": \"RLIMIT_NOFILE\", \"soft\": 1, \"hard\": 1}"))));
    }

    private static Arguments json(String pointer, String json) {
        return json(pointer, json, pointer, json.replace("\"", ""));
    }

    private static Arguments json(String setAt, String json, String namedPointer, String namedValue) {
        return Arguments.of(namedPointer, namedValue, change(bundle -> bundle.setJson(setAt, json)));
    }

    private static UnaryOperator<Bundle> change(UnaryOperator<Bundle> change) {
        return change;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ociVersion", "/root", "/root/path", "/process", "/process/cwd", "/process/args"})
    void aMissingPropertyIsNamed(String pointer) {
        Bundle bundle = runtime.bundle().remove(pointer);
        assertNames(refusal(bundle), bundle.configFile(), pointer);
    }

    // ---- the file itself ----

    @Test
    void aMissingConfigIsNamed() throws IOException {
        Container container = runtime.container(runtime.bundle());
        Files.deleteIfExists(container.bundle().configFile());
        assertNames(refused(create(container)), container.bundle().configFile(), "no such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"ociVersion\": }", "nonsense", "[]", "\"text\"",
        "{\"ociVersion\": \"1.0.2\"} x"})
    void aMalformedConfigIsNamed(String text) {
        Container container = runtime.container(runtime.bundle());
        container.bundle().write(text);
        assertNames(refused(create(container)), container.bundle().configFile());
    }

    @Test
    void theLineOfASyntaxErrorIsNamed() {
        Container container = runtime.container(runtime.bundle());
        container.bundle().write("{\n  \"ociVersion\": \"1.0.2\",\n  oops\n}\n");
        assertNames(refused(create(container)), container.bundle().configFile(), "line 3");
    }

    @Test
    void aConfigThatIsADirectoryIsNamed() throws IOException {
        Container container = runtime.container(runtime.bundle());
        Files.createDirectory(container.bundle().configFile());
        assertNames(refused(create(container)), container.bundle().configFile());
    }

    private Path fifo() {
        Path fifo = runtime.directory().resolve("fifo");
        Command.of("mkfifo", fifo).run().succeeds();
        return fifo;
    }

    @Test
    void aConfigThatIsNoRegularFileIsNamed() throws IOException {
        for (Path target : List.of(fifo(), Path.of("/dev/zero"))) {
            for (String name : List.of("config.json", "config.yaml")) {
                Container container = runtime.container(runtime.bundle());
                Path config = container.bundle().directory().resolve(name);
                Files.deleteIfExists(container.bundle().configFile());
                Files.createSymbolicLink(config, target);
                assertNames(refused(create(container)), config, "regular file");
            }
        }
        Container container = runtime.container(runtime.bundle());
        Files.createSymbolicLink(container.bundle().configFile(), runtime.directory().resolve("fifo"));
        runtime.command("validate", container.bundle().directory()).run().fails(1, "config.json", "regular file");
    }

    @Test
    void aDocumentThatIsAFifoIsNamedAndAPipeOfTheShellIsRead() throws IOException {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Path fifo = fifo();
        for (Command command : List.of(runtime.command("exec", "--process", fifo, container.id()),
                runtime.command("update", "--resources", fifo, container.id()),
                runtime.command("mounts", "add", container.id(), fifo))) {
            Result result = command.run();
            assertTrue(result.exit() == 1 || result.exit() == 255, result::toString);
            assertTrue(result.stderr().contains(fifo + ": a fifo, expected a regular file"), result::toString);
            assertEquals(1, result.stderr().lines().count(), result::toString);
        }
        Path process = Files.writeString(runtime.directory().resolve("process.json"),
                "{\"cwd\": \"/\", \"args\": [\"echo\", \"piped\"], \"user\": {\"uid\": 0, \"gid\": 0}}");
        assertEquals("piped\n", runtime.command("exec", "--process", "/dev/stdin", container.id())
                .under("/bin/sh", "-c", "(sleep 0.2; cat " + process + ") | \"$@\"", "sh").run().succeeds().stdout());
    }

    // ---- what the config refers to ----

    @Test
    void aRootfsThatIsNotThereIsNamed() {
        Bundle bundle = runtime.bundle().set("/root/path", "missing");
        assertNames(refusal(bundle), bundle.configFile(), "/root/path", "missing");
    }

    @Test
    void aRootfsThatIsAFileIsNamed() throws IOException {
        Bundle bundle = runtime.bundle().set("/root/path", "file");
        Files.writeString(bundle.directory().resolve("file"), "");
        assertNames(refusal(bundle), bundle.configFile(), "/root/path", "not a directory");
    }

    @Test
    void aMissingProgramIsNamed() {
        Bundle bundle = runtime.bundle().args("no-such-program");
        assertNames(refusal(bundle), "no-such-program", "executable file not found in $PATH",
                "/process/args/0");
    }

    @Test
    void aProgramThatIsNotExecutableIsNamed() {
        Bundle bundle = runtime.bundle().args("/etc/passwd");
        assertNames(refusal(bundle), "/etc/passwd", "permission denied", "/process/args/0");
    }

    @Test
    void aMountSourceThatIsNotThereIsNamed() {
        Bundle bundle = runtime.bundle().bind("/no/such/source", "/tmp");
        assertNames(refusal(bundle), "/no/such/source", "/mounts/7", "no such file or directory");
    }
}
