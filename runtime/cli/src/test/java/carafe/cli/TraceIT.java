package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --trace}: what the runtime and its servants call, as it happens. */
class TraceIT {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    /** A line of {@code strace -f -y}: process, call, arguments. */
    private static final Pattern LINE = Pattern.compile("(\\d+) +([a-z_0-9]+)\\((.*)");
    /**
     * What the programs do for themselves and no kernel of the set-up is asked for: memory, and what the C library calls
     * to start a process and after it.
     */
    private static final Set<String> OF_THE_PROGRAM = Set.of("mmap", "munmap", "mremap", "madvise", "brk", "vfork", "clone",
            "futex", "exit", "restart_syscall", "rt_sigprocmask", "rt_sigaction", "exit_group", "membarrier", "ftruncate",
            "sched_yield", "sched_getaffinity", "getpid", "fcntl");
    /** The memory that runtime and servant share. */
    private static final String ARENA = "</memfd:carafe-arena>";
    /** How the C library hears from the process it starts whether the program could be executed. */
    private static final String SPAWN = "pipe2\nclose\nread\nclose\n";
    /** How runtime and servant speak with each other. */
    private static final Set<String> TALK = Set.of("read", "write", "sendto", "recvfrom", "recvmsg");

    @RegisterExtension
    final RuntimeUnderTest root = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void onlyCarafe() {
        root.peer().skipIf(Peer.RUNC, "has no such flag");
        root.peer().skipIf(Peer.CRUN, "has no such flag");
    }

    private Path file() {
        return root.directory().resolve("trace");
    }

    private JsonNode json() throws IOException {
        return new JsonMapper().readTree(file().toFile());
    }

    /** Of each process in order; 0 is the runtime itself. */
    private static Map<Long, List<String>> callsOf(JsonNode trace) {
        Map<Long, List<String>> calls = new LinkedHashMap<>();
        for (JsonNode step : trace.path("steps")) {
            long process = step.path("process").asLong() == trace.path("pid").asLong() ? 0 : step.path("process").asLong();
            for (JsonNode call : step.path("calls")) {
                calls.computeIfAbsent(process, any -> new ArrayList<>()).add(call.path("name").asText());
            }
        }
        return calls;
    }

    @Test
    void theCallsOfEachProcessAreThoseThatStraceSawInOrder() throws IOException {
        Assumptions.assumeFalse(root.isOnJvm(), "a virtual machine makes thousands of calls of its own");
        Requires.program("/usr/bin/strace");
        Path seen = root.directory().resolve("strace");
        Bundle bundle = root.bundle().script("exit 3").write();
        root.container(bundle).command("run", "--trace=" + file(), "--trace-format", "json")
                .under("/usr/bin/strace", "-f", "-y", "-s", "0", "-o", seen).run().exits(3);
        JsonNode trace = json();
        Map<Long, List<String>> traced = callsOf(trace);
        Map<Long, List<String>> straced = straced(Files.readAllLines(seen), trace.path("pid").asLong());
        assertTrue(traced.size() >= 3, "the runtime, a servant and what it became: " + traced.keySet());
        for (Map.Entry<Long, List<String>> process : traced.entrySet()) {
            List<String> mine = process.getValue().stream().filter(name -> !OF_THE_PROGRAM.contains(name)).toList();
            List<String> strace = straced.getOrDefault(process.getKey(), List.of());
            assertFalse(mine.isEmpty(), "nothing of process " + process.getKey());
            assertEquals(String.join("\n", mine), String.join("\n", strace).replace(SPAWN, ""),
                    () -> "process " + process.getKey());
        }
    }

    /**
     * Of the runtime what is between opening the file for the trace and asking for the random number in it; of a servant
     * what comes after its first question for work, and before the program it becomes.
     */
    private static Map<Long, List<String>> straced(List<String> lines, long runtime) {
        Map<Long, List<String>> calls = new HashMap<>();
        Set<Long> begun = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.lookingAt() || line.contains(ARENA)) {
                // the end of a call that was interrupted in the list, or of a process
                continue;
            }
            long pid = Long.parseLong(parts.group(1));
            String name = parts.group(2);
            String arguments = parts.group(3);
            boolean talk = TALK.contains(name) && arguments.matches("\\d+<socket:.*");
            if (!begun.contains(pid)) {
                if (pid == runtime ? name.equals("openat") && arguments.contains("O_TRUNC") : talk && name.equals("read")) {
                    begun.add(pid);
                }
            } else if (!ended.contains(pid)) {
                if (name.equals("getrandom")) {
                    ended.add(pid);
                } else if (!talk && !OF_THE_PROGRAM.contains(name)) {
                    calls.computeIfAbsent(pid == runtime ? 0 : pid, any -> new ArrayList<>()).add(name);
                    if (name.equals("execve")) {
                        ended.add(pid);
                    }
                }
            }
        }
        return calls;
    }

    @Test
    void eachStepHasItsPropertyItsTimeAndTheResultsOfItsCalls() throws IOException {
        Bundle bundle = root.bundle().script("exit 0").write();
        root.container(bundle).run("--trace=" + file(), "--trace-format", "json").succeeds();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())),
                "the environment of the program is in it");
        List<JsonNode> mounts = steps("MOUNT");
        assertTrue(mounts.stream().anyMatch(step -> step.path("name").asText().equals("mount /proc")
                && step.path("pointer").asText().equals("/mounts/0")), mounts.toString());
        long before = 0;
        int number = 1;
        for (JsonNode step : json().path("steps")) {
            assertEquals(number++, step.path("number").asInt());
            assertTrue(step.path("duration").asLong() >= 0, step.toString());
            before += step.path("calls").size();
        }
        assertTrue(before > 100, "calls: " + before);
        JsonNode open = steps("OPEN_ROOT").isEmpty() ? steps("BIND_ROOT").getFirst() : steps("OPEN_ROOT").getFirst();
        assertTrue(open.path("calls").path(0).has("result"), open.toString());
    }

    private List<JsonNode> steps(String kind) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        json().path("steps").forEach(step -> {
            if (step.path("kind").asText().equals(kind)) {
                steps.add(step);
            }
        });
        return steps;
    }

    @Test
    void aFailureEndsTheTraceAndIsToldInIt() throws IOException {
        Bundle bundle = root.bundle().bind("/nowhere-at-all", "/mnt").write();
        root.container(bundle).run("--trace=" + file()).fails(1, "error mounting /mnt");
        String text = Files.readString(file());
        assertTrue(text.contains("path=\"/nowhere-at-all\""), text);
        assertTrue(text.contains(" = ENOENT"), text);
        assertTrue(text.strip().lines().toList().getLast().startsWith("# failed: "), text);
    }

    @Test
    void withoutAFileTheTraceGoesToStandardError() {
        Bundle bundle = root.bundle().script("exit 0").write();
        String shown = root.container(bundle).run("--trace").succeeds().stderr();
        assertTrue(shown.contains("mount /proc  /mounts/0  servant "), shown);
    }

    @Test
    void aTraceViewerFindsStepsAndCallsOfEachProcess() throws IOException {
        Bundle bundle = root.bundle().script("exit 0").write();
        root.container(bundle).run("--trace=" + file(), "--trace-format=chrome").succeeds();
        Set<String> phases = new TreeSet<>();
        json().path("traceEvents").forEach(event -> {
            phases.add(event.path("ph").asText() + event.path("cat").asText());
            assertTrue(event.path("pid").asLong() > 0, event.toString());
            assertTrue(event.path("ph").asText().equals("M") || event.path("dur").asDouble() >= 0, event.toString());
        });
        assertEquals(Set.of("M", "Xcall", "Xstep"), phases);
    }

    @Test
    void openTelemetryGetsSpansBelowTheCallersSpan() throws IOException {
        Bundle bundle = root.bundle().script("exit 0").write();
        root.container(bundle).command("run", "--trace=" + file(), "--trace-format=otlp")
                .withVariable("TRACEPARENT", PARENT).run().succeeds();
        JsonNode spans = json().at("/resourceSpans/0/scopeSpans/0/spans");
        assertEquals("b7ad6b7169203331", spans.path(0).path("parentSpanId").asText());
        Set<String> ids = new HashSet<>();
        spans.forEach(span -> {
            assertEquals("0af7651916cd43dd8448eb211c80319c", span.path("traceId").asText());
            assertTrue(ids.add(span.path("spanId").asText()), span.toString());
            assertTrue(span.path("endTimeUnixNano").asLong() >= span.path("startTimeUnixNano").asLong(), span.toString());
        });
        assertTrue(ids.size() > 20, ids.toString());
    }

    @Test
    void callsThatAnEngineMakesAreTracedIntoADirectory() throws IOException {
        Path directory = Files.createDirectory(root.directory().resolve("traces"));
        Bundle bundle = root.bundle().script("exec sleep 1000").write();
        Container container = root.container(bundle);
        container.command("create").withVariable("CARAFE_TRACE", directory.toString()).run().succeeds();
        root.command("start", container.id()).withVariable("CARAFE_TRACE", directory.toString()).run().succeeds();
        root.command("exec", container.id(), "/bin/true").withVariable("CARAFE_TRACE", directory.toString())
                .withVariable("CARAFE_TRACE_FORMAT", "text").run();
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString().replaceFirst("-[0-9]+\\.", ".")).sorted()
                    .toList();
            assertEquals(List.of("create-" + container.id() + ".json", "exec-" + container.id() + ".txt"), names);
        }
    }

    @Test
    void aWrongPlaceOrFormatIsToldBeforeAnythingIsMade() {
        Bundle bundle = root.bundle().script("exit 0").write();
        root.container(bundle).run("--trace=/nowhere/trace").fails(1, "open /nowhere/trace: no such file or directory");
        root.container(bundle).run("--trace", "--trace-format", "xml").fails(1, "expected text, json, chrome or otlp");
    }

    @Test
    void everyVerbThatMakesAProcessRefusesAnUnknownFormat() {
        Container container = root.container(root.bundle().script("exec sleep 1000").write()).createAndStart();
        for (List<String> words : List.of(List.of("create", "never"), List.of("restore", "never"),
                List.of("exec", container.id(), "/bin/true"))) {
            List<String> all = new ArrayList<>(words);
            all.addAll(1, List.of("--trace=" + file(), "--trace-format", "xml"));
            root.command(all.toArray()).run().fails(words.getFirst().equals("exec") ? 255 : 1,
                    "expected text, json, chrome or otlp");
            assertFalse(Files.exists(file()));
        }
    }

    @Test
    void createAndExecWriteTheirTraces() throws IOException {
        Container container = root.container(root.bundle().script("exec sleep 1000").write());
        container.command("create", "--trace=" + file(), "--trace-format", "json").run().succeeds();
        assertTrue(callsOf(json()).size() > 1, "of the runtime and of its servants");
        container.start();
        root.command("exec", "--trace=" + file(), "--trace-format", "json", container.id(), "/bin/true").run().succeeds();
        assertTrue(callsOf(json()).values().stream().anyMatch(calls -> calls.contains("execve")));
    }
}
