package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Cgroups;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /process/execCPUAffinity}, and on which CPUs processes run without it. */
class CpuAffinityIT {
    private static final String[] REPORT = {"grep", "-F", "Cpus_allowed_list:", "/proc/self/status"};

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireTwoCpus() {
        Requires.cpus(2);
        runtime.peer().onlyCarafe("the property is newer than the runtimes of Debian 12");
    }

    private Container sleeper(Bundle bundle) {
        return runtime.container(bundle.args("sleep", "1000")).createAndStart();
    }

    /** An exec by a caller that is bound to CPU 0. */
    private static Command bound(Command command) {
        return command.under("/usr/bin/taskset", "--cpu-list", "0");
    }

    private Command exec(Container container, String affinity) throws IOException {
        Path process = runtime.directory().resolve("process.json");
        Files.writeString(process, """
                {"cwd": "/", "args": ["grep", "-F", "Cpus_allowed_list:", "/proc/self/status"], "env": ["PATH=/bin"],
                 "execCPUAffinity": %s}""".formatted(affinity));
        return runtime.command("--debug", "exec", "--process", process, container.id());
    }

    private static String cpus(String output) {
        return output.strip().replace("Cpus_allowed_list:\t", "");
    }

    private static String everyCpu() {
        return Proc.status(Math.toIntExact(ProcessHandle.current().pid()), "Cpus_allowed_list");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"initial": "0", "final": "1"}    | 0x1 | 1
            {"initial": "1", "final": "0"}    | 0x2 | 0
            {"initial": "0-1", "final": "0"}  | 0x3 | 0
            """)
    void initialIsForJoiningAndFinalForTheProgram(String affinity, String mask, String seen) throws IOException {
        Container container = sleeper(runtime.bundle());
        assertEquals(seen, cpus(exec(container, affinity).run()
                .fails(0, "nsexec: affinity: " + mask + "\"").stdout()));
    }

    @Test
    void initialAloneIsGivenUpAfterJoining() throws IOException {
        assertEquals(everyCpu(), cpus(exec(sleeper(runtime.bundle()), "{\"initial\": \"0\"}").run()
                .fails(0, "nsexec: affinity: 0x1\"").stdout()));
    }

    @Test
    void theConfigsIsForEveryExecButNotForTheContainer() {
        Container container = sleeper(runtime.bundle()
                .setJson("/process/execCPUAffinity", "{\"initial\": \"0\", \"final\": \"1\"}"));
        assertEquals(everyCpu(), Proc.status(container.pid(), "Cpus_allowed_list"));
        assertEquals("1", cpus(container.exec((Object[]) REPORT).succeeds().stdout()));
    }

    @ParameterizedTest
    @CsvSource({"initial", "final"})
    void aCpuThatIsNotThereIsNamed(String which) throws IOException {
        exec(sleeper(runtime.bundle()), "{\"" + which + "\": \"8000\"}").run()
                .fails(255, "8000", "/process/execCPUAffinity/" + which);
    }

    @Test
    void whatTheCallerIsBoundToIsNoMatterOfTheContainers() {
        Container container = runtime.container(runtime.bundle().args(REPORT));
        container.bundle().write();
        assertEquals(everyCpu(), cpus(bound(container.command("run")).run().succeeds().stdout()));
    }

    @Test
    void norOfTheProcessesThatExecAdds() {
        Container container = sleeper(runtime.bundle());
        assertEquals(everyCpu(), cpus(bound(runtime.command("exec", container.id()).with((Object[]) REPORT)).run()
                .succeeds().stdout()));
    }

    @Test
    void theCpusetIsTheLimit() {
        if (!Cgroups.isUnified()) {
            Requires.cgroupV1("cpuset");
        }
        Container container = sleeper(runtime.bundle().resource("/cpu/cpus", "1").resource("/cpu/mems", "0"));
        assertEquals("1", Proc.status(container.pid(), "Cpus_allowed_list"));
        assertEquals("1", cpus(bound(runtime.command("exec", container.id()).with((Object[]) REPORT)).run()
                .succeeds().stdout()));
    }
}
