package carafe.container.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Failure;
import carafe.container.Notices;
import carafe.container.cgroup.CgroupDriver;
import carafe.fixtures.Bundle;
import carafe.fixtures.Requires;
import carafe.fixtures.Scratch;
import carafe.kernel.ProcessCalls;
import carafe.spec.State;
import carafe.spec.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainersTest {
    private static final int SIGTERM = 15;

    private final String id = "api-" + ProcessHandle.current().pid();
    private Path directory;
    private Bundle bundle;
    private Containers containers;

    @BeforeEach
    void makeBundle() {
        Requires.root();
        directory = Scratch.create("carafe-api-");
        bundle = Bundle.create(directory.resolve("bundle")).args("/bin/sleep", "1000").write();
        containers = Containers.under(directory.resolve("state"));
    }

    @AfterEach
    void clean() {
        if (containers != null) {
            containers.forceDelete(id);
        }
        if (directory != null) {
            Scratch.delete(directory);
        }
    }

    private NewContainer wanted() {
        return NewContainer.of(bundle.directory()).build();
    }

    @Test
    void thereAreNoContainersBeforeTheFirst() {
        assertEquals(List.of(), containers.list());
    }

    @Test
    void runTellsHowTheProgramEndedAndLeavesNothing() {
        bundle.args("/bin/sh", "-c", "exit 3").write();
        assertEquals(new ExitStatus(3, OptionalInt.empty()), containers.run(id, wanted()));
        assertEquals(List.of(), containers.list());
    }

    @Test
    void aContainerGoesThroughItsStates() {
        Path pidFile = directory.resolve("pid");
        int pid = containers.create(id, NewContainer.of(bundle.directory()).pidFile(pidFile).build());
        assertEquals(Status.CREATED, containers.state(id).status());
        containers.start(id);
        containers.pause(id);
        assertEquals(Status.PAUSED, containers.state(id).status());
        containers.resume(id);
        State running = containers.state(id);
        assertEquals(Status.RUNNING, running.status());
        assertEquals(pid, running.pid());
        assertEquals(List.of(id), containers.list().stream().map(State::id).toList());
        assertTrue(containers.stats(id).memory() > 0);
        containers.kill(id, ProcessCalls.SIGKILL);
        assertEquals(new ExitStatus(137, OptionalInt.of(9)), containers.await(id));
        assertEquals(new ExitStatus(137, OptionalInt.of(9)), containers.await(id));
        assertEquals(Status.STOPPED, containers.state(id).status());
        containers.delete(id);
        assertFalse(Files.exists(Path.of("/proc/" + pid + "/ns")));
        assertEquals("container does not exist", failure(() -> containers.state(id)));
    }

    @Test
    void execTellsHowItsProgramEnded() {
        containers.create(id, wanted());
        containers.start(id);
        assertEquals(5, containers.exec(id, List.of("/bin/sh", "-c", "exit $N"), List.of("N=5")).code());
        assertTrue(failure(() -> containers.exec(id, List.of("/no/such"), List.of())).contains("/no/such"));
        assertEquals(Status.RUNNING, containers.state(id).status());
    }

    @Test
    void whatHasOtherCgroupsHasTheSameContainers() {
        Containers without = containers.withCgroups(CgroupDriver.DISABLED).telling(Notices.NONE);
        without.create(id, wanted());
        without.start(id);
        containers.kill(id, ProcessCalls.SIGKILL);
        assertEquals(137, containers.await(id).code());
        without.delete(id);
    }

    @Test
    void severalThreadsAwaitOneContainer() throws Exception {
        containers.create(id, wanted());
        containers.start(id);
        List<Future<ExitStatus>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                ends.add(threads.submit(() -> containers.await(id)));
            }
            containers.kill(id, ProcessCalls.SIGKILL);
        }
        for (Future<ExitStatus> end : ends) {
            assertEquals(137, end.get().code());
        }
    }

    @Test
    void eventsTellOfUsageUntilTheEnd() {
        containers.create(id, wanted());
        containers.start(id);
        List<ContainerEvent> events = new ArrayList<>();
        containers.events(id, Duration.ofMillis(10), event -> {
            events.add(event);
            if (events.size() == 2) {
                containers.kill(id, ProcessCalls.SIGKILL);
                containers.await(id);
            }
        });
        assertTrue(events.size() >= 2);
        assertTrue(events.getFirst() instanceof ContainerEvent.Usage usage && usage.usage().processes() == 1,
                events.toString());
    }

    @Test
    void everyFailureIsAFailure() {
        containers.create(id, wanted());
        assertEquals("container with given ID already exists: " + id, failure(() -> containers.create(id, wanted())));
        containers.start(id);
        assertTrue(failure(() -> containers.delete(id)).contains("not stopped"));
        assertEquals("container does not exist", failure(() -> containers.kill("other", SIGTERM)));
        assertTrue(failure(() -> containers.await("other")).contains("other"));
        assertTrue(failure(() -> containers.create("a/b", wanted())).contains("a/b"));
        bundle.write("{");
        assertTrue(failure(() -> containers.create("other", wanted())).contains("config.json"));
    }

    private static String failure(Runnable operation) {
        return assertThrows(Failure.class, operation::run).getMessage();
    }
}
