package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
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
 * Bad input gives one line that names the file, the JSON pointer, the value and what was expected; the exit status is 1
 * and nothing is left behind.
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

    private void assertNames(String message, Object... words) {
        for (Object word : words) {
            assertTrue(message.contains(word.toString()), () -> "no \"" + word + "\" in: " + message);
        }
    }

    // ---- values of config.json ----

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badValues")
    void aBadValueIsNamedWithItsPlace(String pointer, String value, UnaryOperator<Bundle> change) {
        Container container = runtime.container(change.apply(runtime.bundle()));
        container.bundle().write();
        assertNames(refused(create(container)), container.bundle().configFile(), pointer, value);
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                json("/process/cwd", "17"),
                json("/process/args", "\"sh\""),
                json("/process/user/uid", "\"root\""),
                json("/process/user/uid", "-1"),
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
        Container container = runtime.container(runtime.bundle().remove(pointer));
        container.bundle().write();
        assertNames(refused(create(container)), container.bundle().configFile(), pointer);
    }

    // ---- the file itself ----

    @Test
    void aMissingConfigIsNamed() throws IOException {
        Container container = runtime.container(runtime.bundle());
        Files.deleteIfExists(container.bundle().configFile());
        assertNames(refused(create(container)), container.bundle().configFile(), "no such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"ociVersion\": }", "nonsense", "[]", "\"text\"", "{\"ociVersion\": \"1.0.2\"} x"})
    void aMalformedConfigIsNamed(String text) {
        Container container = runtime.container(runtime.bundle());
        container.bundle().write(text);
        assertNames(refused(create(container)), container.bundle().configFile());
    }

    @Test
    void theLineOfASyntaxErrorIsNamed() {
        Container container = runtime.container(runtime.bundle());
        container.bundle().write("{\n  \"ociVersion\": \"1.0.2\",\n  oops\n}\n");
        assertNames(refused(create(container)), container.bundle().configFile(), "3");
    }

    @Test
    void aConfigThatIsADirectoryIsNamed() throws IOException {
        Container container = runtime.container(runtime.bundle());
        Files.createDirectory(container.bundle().configFile());
        assertNames(refused(create(container)), container.bundle().configFile());
    }

    @Test
    void aBundleThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(runtime.directory().resolve("file"), "");
        assertNames(refused(runtime.command("--log-format", "json", "create", "--bundle", file, runtime.newId()).run()),
                file);
    }

    @Test
    void aBundleThatIsNotThereIsNamed() {
        Path missing = runtime.directory().resolve("missing");
        assertNames(refused(runtime.command("--log-format", "json", "create", "--bundle", missing, runtime.newId())
                .run()), missing, "no such file or directory");
    }

    // ---- what the config refers to ----

    @Test
    void aRootfsThatIsNotThereIsNamed() {
        Container container = runtime.container(runtime.bundle().set("/root/path", "missing"));
        container.bundle().write();
        assertNames(refused(create(container)), container.bundle().configFile(), "/root/path", "missing");
    }

    @Test
    void aRootfsThatIsAFileIsNamed() throws IOException {
        Container container = runtime.container(runtime.bundle().set("/root/path", "file"));
        Files.writeString(container.bundle().directory().resolve("file"), "");
        container.bundle().write();
        assertNames(refused(create(container)), container.bundle().configFile(), "/root/path", "not a directory");
    }

    @Test
    void aMissingProgramIsNamed() {
        Container container = runtime.container(runtime.bundle().args("no-such-program"));
        container.bundle().write();
        assertNames(refused(create(container)), "no-such-program", "executable file not found in $PATH",
                "/process/args/0");
    }

    @Test
    void aProgramThatIsNotExecutableIsNamed() {
        Container container = runtime.container(runtime.bundle().args("/etc/passwd"));
        container.bundle().write();
        assertNames(refused(create(container)), "/etc/passwd", "permission denied", "/process/args/0");
    }

    @Test
    void aMountSourceThatIsNotThereIsNamed() {
        Container container = runtime.container(runtime.bundle().bind("/no/such/source", "/tmp"));
        container.bundle().write();
        assertNames(refused(create(container)), "/no/such/source", "/mounts/7", "no such file or directory");
    }

    @Test
    void aConsoleSocketNobodyListensOnIsNamed() {
        Container container = runtime.container(runtime.bundle().terminal());
        container.bundle().write();
        Path socket = runtime.directory().resolve("console.sock");
        Result result = runtime.command("--log-format", "json", "create", "--console-socket", socket, "--bundle",
                container.bundle().directory(), container.id()).run();
        assertNames(refused(result), socket);
    }

    // ---- the command line ----

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "../up", "spa ce", "new\nline", "ünder", "semi;colon", "a*"})
    void anIdWithOtherCharactersIsRefused(String id) {
        Bundle bundle = runtime.bundle().write();
        Result result = runtime.command("--log-format", "json", "create", "--bundle", bundle.directory(), id).run();
        assertNames(refused(result), "invalid container ID format");
    }

    @Test
    void anEmptyIdIsRefused() {
        Bundle bundle = runtime.bundle().write();
        assertNames(refused(runtime.command("--log-format", "json", "create", "--bundle", bundle.directory(), "")
                .run()), "container id cannot be empty");
    }

    @Test
    void anIdInUseIsRefusedAndTheContainerUnharmed() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Result again = create(container).exits(1);
        assertNames(again.stderr(), container.id(), "already exists");
        assertEquals("running", container.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "start", "kill", "delete", "create", "run"})
    void aMissingIdIsAUsageError(String verb) {
        Result result = runtime.command(verb).run().exits(1);
        assertTrue((result.stdout() + result.stderr()).contains("requires"), result::toString);
    }

    @Test
    void anUnknownFlagIsNamed() {
        Result result = runtime.command("create", "--no-such-flag", runtime.newId()).run().exits(1);
        assertTrue((result.stdout() + result.stderr()).contains("no-such-flag"), result::toString);
    }
}
