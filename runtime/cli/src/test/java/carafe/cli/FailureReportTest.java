package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import carafe.cli.out.Detail;
import carafe.container.CgroupFailed;
import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.json.Finding;
import carafe.spec.json.SpecException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureReportTest {
    private static final Step MOUNT = new Step(StepKind.MOUNT, "/proc", "/mounts/0");

    @Test
    void aRefusalIsItsMessage() {
        FailureReport report = FailureReport.of(new Refused(EngineWords.CONTAINER_DOES_NOT_EXIST));
        assertEquals(new FailureReport("container does not exist", List.of(), null), report);
    }

    @Test
    void aFailedStepTellsWhereWhatAndWhyAndWhatToDo() {
        ErrnoException cause = new ErrnoException("mount(target=\"/proc\")", Errno.EPERM);
        FailureReport report = FailureReport.of(new SetupFailed(MOUNT, cause, "is /proc covered?"));
        assertEquals("unable to start container process: error during container init: error mounting /proc: "
                + "mount(target=\"/proc\"): operation not permitted (EPERM) (is /proc covered?)", report.message());
        assertEquals(List.of(new Detail("step", "mount /proc"), new Detail("pointer", "/mounts/0"),
                new Detail("call", "mount(target=\"/proc\")"), new Detail("errno", "EPERM")), report.details());
    }

    @Test
    void aFailureWithoutACallHasNoErrno() {
        FailureReport report = FailureReport.of(new SetupFailed(Step.NONE, "the servant died", null));
        assertEquals(new FailureReport("the servant died", List.of(), null), report);
    }

    @Test
    void onlyARefusedProgramHasALineOfRuncsOwn() {
        assertEquals("exec /run.sh: exec format error",
                FailureReport.of(SetupFailed.notExecuted("/run.sh", Errno.ENOEXEC)).runcLine());
        ErrnoException cause = new ErrnoException("mount(target=\"/proc\")", Errno.EPERM);
        assertNull(FailureReport.of(new SetupFailed(MOUNT, cause, null)).runcLine());
    }

    @Test
    void aRefusedCallTellsWhatItWasFor() {
        FailureReport report = FailureReport.of(new ErrnoException("kill(4711)", Errno.ESRCH));
        assertEquals("kill(4711): no such process (ESRCH)", report.message());
        assertEquals(List.of(new Detail("call", "kill(4711)"), new Detail("errno", "ESRCH")), report.details());
    }

    @Test
    void aRefusedMountIsToldInTheWordsThatRuncsUsersKnow() {
        FailureReport report = FailureReport.of(new ErrnoException("move_mount()", Errno.EPERM,
                new Step(StepKind.MOUNT, "/mnt", "/mounts/3")));
        assertEquals("unable to start container process: error during container init: error mounting /mnt: "
                + "move_mount(): operation not permitted (EPERM)", report.message());
    }

    @Test
    void aCgroupThatCannotBeMadeNamesItsErrno() {
        FailureReport report = FailureReport.of(CgroupFailed.notMade("/sys/fs/cgroup/pids/x", Errno.EACCES));
        assertEquals("unable to apply cgroup configuration: cannot make the cgroup /sys/fs/cgroup/pids/x: "
                + "permission denied (EACCES)", report.message());
        assertEquals(List.of(new Detail("step", "make the cgroup"), new Detail("pointer", "/linux/cgroupsPath"),
                new Detail("errno", "EACCES")),
                report.details());
    }

    @Test
    void aDocumentIsNamedWithThePlaceInIt() {
        Finding finding = Finding.error("/process/cwd", "\"tmp\"", "an absolute path");
        FailureReport report = FailureReport.of(new SpecException("config.json", finding));
        assertEquals("config.json: /process/cwd: found \"tmp\", expected an absolute path", report.message());
        assertEquals(List.of(new Detail("file", "config.json"), new Detail("pointer", "/process/cwd")),
                report.details());
    }

    @Test
    void aDefectSaysWhereItIs() {
        RuntimeException defect = new IllegalStateException("impossible");
        FailureReport report = FailureReport.of(defect);
        assertEquals("internal error: java.lang.IllegalStateException: impossible", report.message());
        assertEquals(List.of(new Detail("at", defect.getStackTrace()[0].toString())), report.details());
    }
}
