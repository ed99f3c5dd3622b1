package carafe.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code scripts/carafe-setup} writes, below a root of the test; scripts/test --engines runs it with engines. */
class CarafeSetupTest {
    private static final Path SCRIPT = Path.of("../../scripts/carafe-setup").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path root;
    private Path programs;

    private record Answer(int status, String output) {}

    /** What a daemon.json becomes, with Carafe as the default runtime. */
    private record Merge(String name, String before, String after) {}

    @BeforeEach
    void makeRootAndPrograms() throws IOException {
        root = Files.createDirectories(directory.resolve("root"));
        programs = Files.createDirectories(directory.resolve("programs"));
        for (String name : List.of("carafe", "carafe-monitor")) {
            program(name, "exit 1");
        }
        program("containerd", "echo 'containerd example v1.6.20 abc'");
    }

    @TestFactory
    Collection<DynamicTest> daemonJsonKeepsWhatIsNotOurs() {
        String entry = "{ \"path\": \"" + programs.resolve("carafe") + "\" }";
        String whole = "{\n    \"runtimes\": { \"carafe\": " + entry + " },\n    \"default-runtime\": \"carafe\"\n}";
        return Stream.of(
                        new Merge("nothing", "", whole + "\n"),
                        new Merge("an empty object", "{}\n", whole + "\n"),
                        new Merge(
                                "one line",
                                "{\"debug\": true}",
                                "{\"debug\": true, \"runtimes\": { \"carafe\": " + entry
                                        + " }, \"default-runtime\": \"carafe\"}\n"),
                        new Merge(
                                "another runtime, tabs and names that look like ours",
                                "{\n\t\"labels\": [\"runtimes\", \"a=}\\\"{\"],\n"
                                        + "\t\"runtimes\": {\n\t\t\"kata\": {\"path\": \"/k\"}\n\t}\n}\n",
                                "{\n\t\"labels\": [\"runtimes\", \"a=}\\\"{\"],\n"
                                        + "\t\"runtimes\": {\n\t\t\"kata\": {\"path\": \"/k\"},\n\t\t"
                                        + "\"carafe\": " + entry + "\n\t},\n\t\"default-runtime\": \"carafe\"\n}\n"),
                        new Merge(
                                "another default",
                                "{ \"default-runtime\": \"kata\", \"runtimes\": {} }\n",
                                "{ \"default-runtime\": \"carafe\", \"runtimes\": { \"carafe\": " + entry + " } }\n"),
                        new Merge(
                                "ours at another path",
                                "{ \"runtimes\": { \"carafe\": { \"path\": \"/old\", \"runtimeArgs\": [] } }, \"mtu\": 1.5e3 }\n",
                                "{ \"runtimes\": { \"carafe\": " + entry
                                        + " }, \"mtu\": 1.5e3, \"default-runtime\": \"carafe\" }\n"))
                .map(merge -> DynamicTest.dynamicTest(merge.name, () -> {
                    Path file = root.resolve("etc/docker/daemon.json");
                    if (merge.before.isEmpty()) {
                        Files.deleteIfExists(file);
                    } else {
                        write(file, merge.before);
                    }
                    List<String> before = tree();
                    succeeds("docker");
                    assertEquals(merge.after, Files.readString(file));
                    // a second time is the same as once
                    succeeds("docker");
                    assertEquals(merge.after, Files.readString(file));
                    succeeds("docker", "--undo");
                    assertEquals(before, tree());
                    assertFalse(!merge.before.isEmpty() && !Files.readString(file).equals(merge.before));
                }))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]", "{", "{} x", "{\"a\": }", "{\"a\" 1}", "{\"a\": 1,}", "{a: 1}", "{\"runtimes\": []}", "{\"a\": \"\n\"}"
            })
    void daemonJsonThatIsNoneStaysAsItIs(String content) throws Exception {
        Path file = write(root.resolve("etc/docker/daemon.json"), content);
        List<String> before = tree();
        Answer answer = setup("docker");
        assertEquals(1, answer.status, answer.output);
        assertTrue(answer.output.contains(file + " is not a JSON object"), answer.output);
        assertEquals(before, tree());
        assertEquals(content, Files.readString(file));
    }

    @Test
    void whatOthersWroteMeanwhileOutlivesUndo() throws Exception {
        Path file = write(root.resolve("etc/docker/daemon.json"), "{ \"default-runtime\": \"kata\" }\n");
        succeeds("docker");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"debug\": true,"));
        succeeds("docker", "--undo");
        assertEquals("{ \"debug\": true, \"default-runtime\": \"kata\" }\n", Files.readString(file));
    }

    @Test
    void modeOfTheFileAndTheLinkToItStay() throws Exception {
        Path file = write(directory.resolve("elsewhere.json"), "{}\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        Path link = root.resolve("etc/docker/daemon.json");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, file);
        succeeds("docker");
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(file).contains("carafe"));
        assertEquals(
                "rw-r-----",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        succeeds("docker", "--undo");
        assertEquals("{}\n", Files.readString(file));
    }

    @Test
    void podmanGetsADropIn() throws Exception {
        List<String> before = tree();
        succeeds("podman");
        String written = Files.readString(root.resolve("etc/containers/containers.conf.d/50-carafe.conf"));
        assertTrue(written.contains("\nruntime = \"carafe\"\n"), written);
        assertTrue(written.contains("\nconmon_path = [\"" + programs.resolve("carafe-monitor") + "\"]\n"), written);
        assertTrue(written.contains("\ncarafe = [\"" + programs.resolve("carafe") + "\"]\n"), written);
        succeeds("podman", "--undo");
        assertEquals(before, tree());
        assertEquals(1, setup("podman", "--undo").status);
    }

    @Test
    void aFileOfAnotherIsNotOverwritten() throws Exception {
        Path file = write(root.resolve("etc/crio/crio.conf.d/50-carafe.conf"), "# mine\n");
        Answer answer = setup("crio");
        assertEquals(1, answer.status);
        assertTrue(answer.output.contains("carafe-setup did not write it"), answer.output);
        assertEquals("# mine\n", Files.readString(file));
    }

    @Test
    void crioGetsADropInThatKeepsItsDefault() throws Exception {
        List<String> before = tree();
        succeeds("crio");
        Path file = root.resolve("etc/crio/crio.conf.d/50-carafe.conf");
        assertFalse(Files.readString(file).contains("default_runtime"));
        succeeds("crio", "--default");
        assertTrue(Files.readString(file).contains("[crio.runtime]\ndefault_runtime = \"carafe\"\n"));
        succeeds("crio", "--undo");
        assertEquals(before, tree());
    }

    @Test
    void containerdKeepsItsFileAndItsVersion() throws Exception {
        String given = "version = 2\n[plugins]\n  [plugins.\"io.containerd.grpc.v1.cri\"]\n"
                + "    [plugins.\"io.containerd.grpc.v1.cri\".cni]\n      bin_dir = \"/usr/lib/cni\"\n"
                + "    [plugins.\"io.containerd.grpc.v1.cri\".containerd]\n      default_runtime_name = \"runc\"\n";
        Path file = write(root.resolve("etc/containerd/config.toml"), given);
        succeeds("containerd");
        String added = Files.readString(file);
        assertTrue(added.startsWith(given), added);
        assertTrue(added.contains("[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.carafe.options]\n"), added);
        succeeds("containerd", "--default");
        String text = Files.readString(file);
        assertTrue(text.contains("\ndefault_runtime_name = \"carafe\"\n"), text);
        assertTrue(text.contains("\n# carafe-setup:       default_runtime_name = \"runc\"\n"), text);
        Files.writeString(file, text + "# more\n");
        succeeds("containerd", "--undo");
        assertEquals(given + "# more\n", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.6.20 version=2 io.containerd.grpc.v1.cri", "v2.1.4 version=3 io.containerd.cri.v1.runtime"})
    void containerdsOwnVersionDecidesWhereThereIsNoFile(String wanted) throws Exception {
        String[] words = wanted.split(" ");
        program("containerd", "echo 'containerd example " + words[0] + " abc'");
        succeeds("containerd");
        Path file = root.resolve("etc/containerd/config.toml");
        assertTrue(Files.readString(file).contains("\n" + words[1].replace("=", " = ") + "\n"), Files.readString(file));
        assertTrue(Files.readString(file).contains(words[2]), Files.readString(file));
        succeeds("containerd", "--undo");
        assertFalse(Files.exists(file));
    }

    @Test
    void containerdWithARuntimeOfThatNameStaysAsItIs() throws Exception {
        String given = "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.'carafe']\n";
        Path file = write(root.resolve("etc/containerd/config.toml"), given);
        Answer answer = setup("containerd");
        assertEquals(1, answer.status);
        assertTrue(answer.output.contains("has a runtime named carafe already"), answer.output);
        assertEquals(given, Files.readString(file));
    }

    @Test
    void aPlainUsersEngineIsConfiguredInTheHomeDirectory() throws Exception {
        Answer answer = setup("crio", "--user");
        assertEquals(1, answer.status);
        assertEquals(1, setup("docker", "--check", "--undo").status);
        assertEquals(1, setup("docker", "--user", "--undo").status);
    }

    /** Every file and directory below the root, with its mode. */
    private List<String> tree() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().collect(Collectors.toList())) {
                names.add(root.relativize(file) + " " + Files.getPosixFilePermissions(file));
            }
        }
        return names;
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private void succeeds(String... arguments) throws Exception {
        Answer answer = setup(arguments);
        assertEquals(0, answer.status, answer.output);
    }

    private Answer setup(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--root", root.toString()));
        command.addAll(List.of("--runtime", programs.resolve("carafe").toString()));
        command.addAll(List.of("--monitor", programs.resolve("carafe-monitor").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", programs + ":/usr/local/bin:/usr/bin:/bin");
        builder.environment().remove("XDG_CONFIG_HOME");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Answer(process.waitFor(), output);
    }
}
