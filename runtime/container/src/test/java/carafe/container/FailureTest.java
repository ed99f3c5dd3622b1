package carafe.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.json.Finding;
import carafe.spec.json.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    private static final String SUBJECT = "/data";
    /** What engines, and scripts written for runc, look for in what failed during a step. */
    private static final Map<StepKind, String> CONTRACT = Map.of(
            StepKind.MOUNT, "unable to start container process: error during container init: error mounting /data: ",
            StepKind.MOUNT_SOURCE,
            "unable to start container process: error during container init: error mounting /data: ",
            StepKind.MAKE_CGROUP, "unable to apply cgroup configuration: ",
            StepKind.JOIN_CGROUP, "unable to apply cgroup configuration: ",
            StepKind.HAND_OVER_CGROUP, "unable to apply cgroup configuration: ",
            StepKind.HOOK, "error running /data: ",
            StepKind.WORKING_DIRECTORY, "chdir to cwd (\"/data\") set in config.json failed: ",
            StepKind.EXECUTE, "exec /data: ");
    /** The words that decide about the exit status of an engine's own command. */
    private static final Map<Integer, String> WORDS = Map.of(
            Errno.EPERM, EngineWords.OPERATION_NOT_PERMITTED,
            Errno.EACCES, EngineWords.PERMISSION_DENIED,
            Errno.ENOENT, EngineWords.NO_SUCH_FILE,
            Errno.ESRCH, EngineWords.NO_SUCH_PROCESS);
    private static final List<String> CONDITIONS = List.of(EngineWords.CONTAINER_DOES_NOT_EXIST,
            EngineWords.CONTAINER_NOT_RUNNING, EngineWords.NO_SUCH_PROCESS, EngineWords.CONTAINER_NOT_PAUSED,
            EngineWords.EXECUTABLE_NOT_FOUND, EngineWords.NO_SUCH_FILE, EngineWords.PERMISSION_DENIED,
            EngineWords.OPERATION_NOT_PERMITTED, "executable file not found in", "open executable",
            "os: process already finished", "invalid process");

    static Stream<StepKind> kinds() {
        return Arrays.stream(StepKind.values()).filter(kind -> kind != StepKind.NONE);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRefusedCallIsToldInTheWordsOfItsStepAndOfItsErrorAndOfNoOther(StepKind kind) {
        Step step = new Step(kind, SUBJECT);
        WORDS.forEach((errno, words) -> {
            Failure failure = Failure.of(new ErrnoException("openat(path=\"/x\")", errno, step));
            assertTrue(failure.getMessage().startsWith(CONTRACT.getOrDefault(kind, step.name() + ": ")),
                    failure.getMessage());
            for (String condition : CONDITIONS) {
                assertEquals(condition.equals(words), failure.getMessage().contains(condition),
                        () -> condition + " in " + failure.getMessage());
            }
            assertEquals(step, failure.step());
            assertEquals(errno, failure.errno());
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatFailsWithoutACallIsToldInTheSameWords(StepKind kind) {
        Step step = new Step(kind, SUBJECT);
        String message = new SetupFailed(step, "it cannot be", null).getMessage();
        assertTrue(message.startsWith(CONTRACT.getOrDefault(kind, step.name() + ": ")), message);
        assertTrue(message.endsWith("it cannot be"), message);
    }

    @ParameterizedTest
    @EnumSource(Syscall.class)
    void noHintContainsThePhraseOfAnotherCondition(Syscall syscall) {
        for (StepKind kind : StepKind.values()) {
            for (int errno = 1; errno < 50; errno++) {
                String hint = Hints.of(new ErrnoException(syscall.label() + "()", errno, new Step(kind)));
                assertFalse(hint != null && CONDITIONS.stream().anyMatch(hint::contains), hint);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StepKind.class)
    void everyKindNamesItsStepAndItsProperty(StepKind kind) {
        Step step = new Step(kind, SUBJECT);
        assertEquals(kind == StepKind.NONE, step.name().replace(SUBJECT, "").isEmpty() && kind != StepKind.CRIU);
        assertTrue(kind.pointer().isEmpty() || kind.pointer().startsWith("/"), kind.pointer());
        assertFalse(step.name().contains("@"), step.name());
    }

    @Test
    void ofARefusedProgramTheCallIsNotTold() {
        Failure failure = Failure.of(new ErrnoException("execve(path=\"/run.sh\", environment=[SECRET=1])",
                Errno.ENOEXEC, new Step(StepKind.EXECUTE, "/run.sh")));
        assertEquals("exec /run.sh: exec format error (ENOEXEC)", failure.getMessage());
        assertNull(failure.call());
        assertNotNull(failure.hint());
        assertTrue(assertInstanceOf(SetupFailed.class, failure).isRefusedProgram());
    }

    @Test
    void aDocumentsFailureHasFileAndPointer() {
        Failure failure = Failure.of(new SpecException("process.json", Finding.error("/cwd", "\"tmp\"", "a path")));
        assertEquals("process.json", failure.file());
        assertEquals("/cwd", failure.pointer());
        assertNull(failure.hint());
    }

    @Test
    void whatIsNoFailureIsADefect() {
        RuntimeException thrown = new IllegalStateException("impossible");
        Defect defect = assertInstanceOf(Defect.class, Failure.of(thrown));
        assertEquals(thrown.getStackTrace()[0].toString(), defect.place());
    }
}
