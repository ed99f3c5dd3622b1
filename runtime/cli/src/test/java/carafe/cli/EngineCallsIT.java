package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Engine;
import carafe.fixtures.Eventually;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The calls of real engines, one after the other, with exactly their arguments and environment, and what engines read
 * from them: exit status, streams, log, pid file, the end of the process. The scripts in {@code calls/} say
 * <pre>
 *     program ARGUMENT...      what the container runs; "terminal", "without NAMESPACE" change its bundle further
 *     env NAME=VALUE...        the whole environment of the calls that follow
 *     cwd DIRECTORY            their working directory
 *     spawn ARGUMENT...        a call that leaves a process behind, by a subreaper; must succeed
 *     call ARGUMENT...         any other call; must succeed
 *     exits STATUS ARGUMENT... a call that must end with this status
 *     prints, complains TEXT   what the last call wrote to standard output, or error
 *     printed TEXT             what the process of the last spawn writes
 *     shown TEXT               what it writes to the terminal received at "console SOCKET"
 *     process ARGUMENT...      writes the file {process} for exec; "file NAME TEXT" another one
 *     stdin TEXT               what the next call can read
 *     status WORD, gone        of the container; ended STATUS of its first process
 *     onlyerror, lasterror FILE TEXT   the log has one entry, or its last of level error is this
 * </pre>
 * A call that succeeds writes nothing to standard error and nothing to its log. After each spawn the pid file holds a
 * bare number.
 */
class EngineCallsIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private final Map<String, String> environment = new HashMap<>();
    private Bundle bundle;
    private Container container;
    private Path directory;
    private Path stdin = Path.of("/dev/null");
    private boolean terminal;
    private boolean ownRoot;
    private Running console;
    private Engine spawned;
    private Engine first;
    private int firstPid;
    private Result last;

    static Stream<EngineScript> scripts() {
        return Stream.of("podman", "cri-o", "containerd", "docker", "buildah").flatMap(e -> EngineScript.of(e).stream());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void anEngineGetsWhatItExpects(EngineScript script) throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "has messages and a log format of its own");
        bundle = runtime.bundle();
        container = runtime.container(bundle);
        directory = Path.of("/");
        ownRoot = script.lines().stream().anyMatch(line -> line.rest().contains("{root}"));
        runtime.keep(() -> state("delete", "--force").run());
        for (EngineScript.Line line : script.lines()) {
            perform(line);
        }
    }

    private void perform(EngineScript.Line line) throws IOException {
        switch (line.word()) {
            case "program" -> bundle.args(line.words().toArray(String[]::new));
            case "terminal" -> {
                bundle.terminal();
                terminal = true;
            }
            case "without" -> bundle.withoutNamespace(line.rest());
            case "env" -> setEnvironment(line.words());
            case "cwd" -> directory = Path.of(resolved(line.rest()));
            case "process" -> writeProcess(line.words());
            case "file" -> Files.writeString(runtime.directory().resolve(line.words().getFirst()),
                    line.rest().substring(line.rest().indexOf(' ') + 1));
            case "stdin" -> stdin = Files.writeString(runtime.directory().resolve("stdin"), line.rest());
            case "console" -> console = runtime.keep(Command.of(CPrograms.path("consolerecv"), resolved(line.rest()))
                    .startInteractive()).awaitOutput("listening\n");
            case "spawn" -> spawn(line.words());
            case "call" -> call(line.words());
            case "exits" -> last = command(line.words().subList(1, line.words().size())).run()
                    .exits(Integer.parseInt(line.words().getFirst()));
            default -> check(line);
        }
    }

    private void check(EngineScript.Line line) throws IOException {
        switch (line.word()) {
            case "prints" -> assertTrue(last.stdout().contains(line.rest()), last::toString);
            case "complains" -> assertTrue(last.stderr().contains(line.rest()), last::toString);
            case "printed" -> Eventually.holds(() -> line.rest() + " in " + spawned.stdout() + spawned.stderr(),
                    () -> spawned.stdout().contains(line.rest()));
            case "shown" -> console.awaitOutput(line.rest());
            case "status" -> Eventually.holds("status " + line.rest(), () -> state("state").run().succeeds().json()
                    .path("status").asText().equals(line.rest()));
            case "ended" -> assertEquals(Integer.parseInt(line.rest()), first.exitOf(firstPid));
            case "gone" -> {
                state("state").run().fails(1, "does not exist");
                assertEquals(List.of(), runtime.leftovers());
            }
            case "onlyerror", "lasterror" -> checkLog(line);
            default -> throw new AssertionError("unknown word " + line.word());
        }
    }

    private void checkLog(EngineScript.Line line) throws IOException {
        int space = line.rest().indexOf(' ');
        List<String> entries = Files.readAllLines(Path.of(resolved(line.rest().substring(0, space))));
        if (line.word().equals("onlyerror")) {
            assertEquals(1, entries.size(), entries::toString);
        }
        JsonNode error = entries.stream().map(Json::parse).filter(e -> e.path("level").asText().equals("error"))
                .reduce((earlier, later) -> later).orElseThrow();
        assertTrue(error.path("msg").asText().contains(line.rest().substring(space + 1)), error::toString);
    }

    private void spawn(List<String> words) throws IOException {
        long logged = logged(words);
        spawned = runtime.keep(Engine.call(command(words)));
        isQuietSuccess(spawned.result());
        assertEquals(logged, logged(words), "bytes in the log");
        String pid = Files.readString(Path.of(resolved(words.get(words.indexOf("--pid-file") + 1))));
        assertTrue(pid.matches("[1-9][0-9]*"), pid);
        if (words.contains("create")) {
            first = spawned;
            firstPid = Integer.parseInt(pid);
        }
    }

    private void call(List<String> words) throws IOException {
        long logged = logged(words);
        isQuietSuccess(command(words).run());
        assertEquals(logged, logged(words), "bytes in the log");
    }

    private void isQuietSuccess(Result result) {
        last = result.succeeds();
        assertEquals("", result.stderr());
    }

    /** What is in the log that a call names; 0 without one. */
    private long logged(List<String> words) throws IOException {
        int log = words.indexOf("--log");
        Path file = Path.of(log < 0 ? "/none" : resolved(words.get(log + 1)));
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Command command(List<String> words) {
        bundle.write();
        Command command = runtime.bareCommand(words.stream().map(this::resolved).toArray())
                .withEnvironment(Map.copyOf(environment)).in(directory).reading(stdin);
        stdin = Path.of("/dev/null");
        return command;
    }

    /** A call of the test's own. */
    private Command state(Object... words) {
        return (ownRoot ? runtime.command(words) : runtime.bareCommand(words)).with(container.id());
    }

    private void setEnvironment(List<String> words) {
        environment.clear();
        for (String word : words) {
            int equals = word.indexOf('=');
            environment.put(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    private void writeProcess(List<String> arguments) throws IOException {
        ObjectNode process = bundle.get("/process").deepCopy();
        process.put("terminal", terminal);
        arguments.forEach(process.putArray("args")::add);
        Files.writeString(runtime.directory().resolve("process.json"), process.toString());
    }

    private String resolved(String word) {
        return word.replace("{dir}", runtime.directory().toString())
                .replace("{process}", runtime.directory().resolve("process.json").toString())
                .replace("{bundle}", bundle.directory().toString())
                .replace("{root}", runtime.stateRoot().toString())
                .replace("{id}", container.id());
    }
}
