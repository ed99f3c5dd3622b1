package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the executable does to its process, and needs of it, before the first line of a verb runs. */
class ProgramStartIT {
    /** What begins a line of strace's output for a call that a start has no business with. */
    private static final String UNWANTED = "(openat?|openat2|socket|pipe2?|memfd_create|epoll_create1?|eventfd2?"
            + "|setrlimit|prlimit64\\(0, [A-Z_]+, \\{|clone3?|fork|vfork|rt_sigaction|rt_sigprocmask)\\b.*";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void onlyCarafe() {
        Assumptions.assumeTrue(runtime.peer() == Peer.CARAFE, "about carafe's own executable");
    }

    @Test
    void argumentsThatLookLikeOptionsOfAVirtualMachineReachTheVerb() {
        for (String argument : List.of("-XX:+PrintGC", "-Xmx1m", "-Dname=value", "-ea")) {
            runtime.bareCommand(argument, "--version").run().fails(1, "flag provided but not defined: -");
        }
    }

    @Test
    void noEnvironmentIsNeeded() {
        Result result = runtime.bareCommand("--version").withEnvironment(Map.of()).run().succeeds();
        assertEquals("", result.stderr());
    }

    @Test
    void variablesOfAVirtualMachineChangeNothing() {
        Result result = runtime.bareCommand("--version").withEnvironment(
                Map.of("JAVA_TOOL_OPTIONS", "-Dx=y", "JDK_JAVA_OPTIONS", "-Xint", "JAVA_HOME", "/nowhere")).run();
        assertEquals("", result.succeeds().stderr());
    }

    @Test
    void theWorkingDirectoryMayBeGone() throws IOException {
        Path gone = Files.createDirectory(runtime.directory().resolve("gone"));
        runtime.bareCommand("--version").after("rmdir \"$PWD\"").in(gone).run().succeeds();
    }

    @Test
    void standardInputMayBeClosed() {
        runtime.bareCommand("--version").after("exec <&-").run().succeeds();
    }

    @Test
    void temporaryDirectoryAndHomeMayBeReadOnly() {
        runtime.bareCommand("--version").withVariable("HOME", "/proc").withVariable("TMPDIR", "/proc").run()
                .succeeds();
    }

    @Test
    void theExecutableNeedsNoOtherFile() throws IOException {
        byte[] elf = nativeExecutable();
        // program header type 3, PT_INTERP, would name the dynamic linker: see elf(5)
        assertFalse(programHeaderTypes(elf).contains(3), "is linked dynamically");
    }

    @Test
    void startingOpensNothingChangesNoLimitOrSignalAndStartsNoThread() throws IOException {
        nativeExecutable();
        Requires.program("/usr/bin/strace");
        Path trace = runtime.directory().resolve("trace");
        runtime.bareCommand("--version").under("/usr/bin/strace", "-f", "-o", trace).run().succeeds();
        List<String> calls = Files.readAllLines(trace).stream().map(line -> line.replaceFirst("^[0-9]+ +", "")).toList();
        assertTrue(calls.stream().anyMatch(call -> call.startsWith("exit_group(0)")), calls.toString());
        assertEquals(List.of(), calls.stream().filter(call -> call.matches(UNWANTED)).toList());
    }

    /** Skips the test for the JVM form, whose executable is a script. */
    private byte[] nativeExecutable() throws IOException {
        byte[] file = Files.readAllBytes(runtime.binary());
        Assumptions.assumeTrue(file[0] == 0x7f && file[1] == 'E', "the JVM form is not static and opens its jars");
        return file;
    }

    /** Of a 64-bit little-endian ELF file. */
    private static List<Integer> programHeaderTypes(byte[] elf) {
        ByteBuffer header = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int offset = (int) header.getLong(0x20);
        int size = header.getShort(0x36);
        int count = header.getShort(0x38);
        return IntStream.range(0, count).mapToObj(i -> header.getInt(offset + i * size)).toList();
    }
}
