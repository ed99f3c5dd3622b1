package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations of a size that a person would not write, but a program may. */
class LargeInputIT {
    private static final int MEGABYTE = 1_000_000;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void anAnnotationOfMegabytesIsKeptAndReachesTheHooks() throws IOException {
        Path seen = runtime.directory().resolve("seen");
        Bundle bundle = runtime.bundle().set("/annotations", Map.of("large", "x".repeat(3 * MEGABYTE)))
                .set("/hooks/createRuntime", List.of(Map.of("path", "/bin/sh",
                        "args", List.of("sh", "-c", "cat > " + seen))));
        Container container = runtime.container(bundle);
        container.create().succeeds();
        JsonNode given = new ObjectMapper().readTree(Files.readAllBytes(seen));
        assertEquals(3 * MEGABYTE, given.at("/annotations/large").asText().length());
        assertEquals(3 * MEGABYTE, container.state().at("/annotations/large").asText().length());
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anEnvironmentThatTheKernelTakesReachesTheProgram() {
        String size = runtime.run(runtime.bundle().set("/process/env", environment(15)).script("env | wc -c"))
                .succeeds().stdout().strip();
        assertTrue(Integer.parseInt(size) > 15 * MEGABYTE / 10, size);
    }

    @Test
    void anEnvironmentThatItDoesNotTakeIsRefusedHoweverLongItIs() {
        for (int count : new int[] {50, 90}) {
            Container container = runtime.container(runtime.bundle().set("/process/env", environment(count)));
            container.run().fails(1, "argument list too long");
        }
        assertEquals(List.of(), runtime.leftovers());
    }

    /** So many variables of 100 kB each, and PATH. */
    private static List<String> environment(int count) {
        List<String> all = new ArrayList<>(List.of("PATH=/bin"));
        for (int i = 0; i < count; i++) {
            all.add("V" + i + "=" + "y".repeat(MEGABYTE / 10));
        }
        return all;
    }

    @Test
    void aConfigOfMoreThanTenMebibytesIsRefusedByName() {
        runtime.peer().onlyCarafe("runc and crun take what fits into the memory");
        Bundle bundle = runtime.bundle().set("/annotations", Map.of("large", "x".repeat(11 << 20)));
        Container container = runtime.container(bundle);
        container.run().fails(1, bundle.configFile() + ": file too large (EFBIG)");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aDeepTreeIsCopiedUp() {
        Bundle bundle = runtime.bundle().mount("/deep", "tmpfs", "tmpfs", "tmpcopyup")
                .script("cd /deep; n=0; while cd d 2>/dev/null; do n=$((n + 1)); done; echo $n; cat file");
        Command.of("/bin/sh", "-ec", """
                mkdir -p "$1"; cd "$1"; n=0
                while [ $n -lt 520 ]; do mkdir d; cd -P d; n=$((n + 1)); done
                echo content > file""", "sh", bundle.rootfs("/deep")).run().succeeds();
        assertEquals("520\ncontent\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void halfAMillionArgumentsAreRefusedInOneLine() throws IOException {
        runtime.peer().onlyCarafe("runc gets as far as E2BIG");
        Bundle bundle = runtime.bundle().setJson("/process/args", "[\"true\"" + ",\"a\"".repeat(500_000) + "]")
                .setJson("/linux/seccomp", largeProfile());
        Result result = measured(runtime.container(bundle)).fails(1, bundle.configFile() + ": /process/args/",
                "more than 250000 values in one document");
        assertEquals(1, result.stderr().lines().count(), result.stderr());
        assertEquals(List.of(), runtime.leftovers());
    }

    /** As many as execve(2) takes under the usual limit of the stack, beside a large profile. */
    @Test
    void asManyArgumentsAsTheKernelTakesReachTheProgram() throws IOException {
        Bundle bundle = runtime.bundle().setJson("/process/args", "[\"sh\", \"-c\", \"echo $#\""
                + ",\"a\"".repeat(180_000) + "]").setJson("/linux/seccomp", largeProfile());
        assertEquals("179999\n", measured(runtime.container(bundle)).succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "{\"k\": [%s]}"})
    void whatIsUnknownTakesNoMemoryHoweverMuchItIs(String form) throws IOException {
        runtime.peer().onlyCarafe("runc and crun take what fits into the memory");
        Bundle bundle = runtime.bundle().setJson("/unknown", form.formatted("{},".repeat(1_200_000) + "{}")).args("true");
        measured(runtime.container(bundle)).succeeds();
    }

    @Test
    void hundredsOfThousandsOfAnnotationsAreRefusedInOneLine() throws IOException {
        runtime.peer().onlyCarafe("runc and crun take what fits into the memory");
        StringBuilder many = new StringBuilder("{\"k\":\"\"");
        for (int i = 0; i < 300_000; i++) {
            many.append(",\"k").append(i).append("\":\"\"");
        }
        Bundle bundle = runtime.bundle().setJson("/annotations", many.append('}').toString());
        Result result = measured(runtime.container(bundle)).fails(1, "more than 250000 values in one document");
        assertEquals(1, result.stderr().lines().count(), result.stderr());
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @ValueSource(strings = {">&2", ""})
    void aHookMaySayMuch(String where) throws IOException {
        Bundle bundle = runtime.bundle().hook("prestart", "/bin/sh", "-c",
                "head -c 16777216 /dev/zero | tr '\\0' x " + where + "; exit 3");
        Result result = measured(runtime.container(bundle)).fails(1, "exit status 3");
        assertEquals(1, result.stderr().lines().count());
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aStateThatHasNoEndIsToldByName() throws IOException {
        runtime.peer().onlyCarafe("its own files");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Path state = runtime.stateRoot().resolve(container.id()).resolve("state.json");
        Path kept = Files.move(state, runtime.directory().resolve("kept"));
        try {
            Files.createSymbolicLink(state, Path.of("/dev/zero"));
            for (String verb : List.of("state", "kill", "ps", "delete")) {
                Result result = measured(runtime.command(verb, container.id())).fails(1, state + ": ");
                assertEquals(1, result.stderr().lines().count(), result.stderr());
            }
            Result list = measured(runtime.command("list")).succeeds();
            assertTrue(list.stderr().contains(state + ": "), list.stderr());
        } finally {
            Files.move(kept, state, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String largeProfile() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            rules.append(i == 0 ? "" : ",").append("{\"names\": [\"personality\"], \"action\": \"SCMP_ACT_ERRNO\", \"args\": "
                    + "[{\"index\": 0, \"value\": ").append(1000 + i).append(", \"op\": \"SCMP_CMP_EQ\"}]}");
        }
        return "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [" + rules + "]}";
    }

    private Result measured(Container container) throws IOException {
        container.bundle().write();
        return measured(container.command("run"));
    }

    /** Never more than 64 MB in memory: of Carafe, since the container's processes are small. */
    private Result measured(Command command) throws IOException {
        Requires.program("/usr/bin/busybox");
        Path report = runtime.directory().resolve("resources");
        Result result = command.under("/usr/bin/busybox", "time", "-v", "-o", report).run();
        int peak = peak(report);
        // busybox 1.35 takes the kernel's kilobytes for pages, so what it says of a known amount is the measure
        Command.of("/usr/bin/busybox", "time", "-v", "-o", report, "/usr/bin/busybox", "dd", "if=/dev/zero", "of=/dev/null",
                "bs=64M", "count=1").run().succeeds();
        int known = peak(report);
        assertTrue(runtime.isOnJvm() || peak < known, "measured " + peak + ", where 64 MB are " + known);
        return result;
    }

    private static int peak(Path report) throws IOException {
        return Integer.parseInt(Files.readAllLines(report).stream()
                .filter(line -> line.contains("Maximum resident set size")).findFirst().orElseThrow()
                .replaceFirst(".*: ", ""));
    }
}
