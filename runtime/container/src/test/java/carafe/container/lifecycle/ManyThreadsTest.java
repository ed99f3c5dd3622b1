package carafe.container.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import carafe.container.Notices;
import carafe.container.api.Containers;
import carafe.container.api.NewContainer;
import carafe.container.cgroup.CgroupDriver;
import carafe.fixtures.Bundle;
import carafe.fixtures.Requires;
import carafe.fixtures.Scratch;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.spec.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library as any Java program with many threads uses it. */
class ManyThreadsTest {
    private static final int CONTAINERS = 50;
    private static final int THREADS = 8;

    private Path directory;
    private Bundle bundle;

    @BeforeEach
    void makeBundle() {
        Requires.root();
        directory = Scratch.create("carafe-threads-");
        bundle = Bundle.create(directory.resolve("bundle")).args("/bin/sleep", "1000").write();
    }

    @AfterEach
    void clean() {
        if (directory != null) {
            Scratch.delete(directory);
        }
    }

    @Test
    void fiftyContainersOfEightThreadsComeAndGo() throws Exception {
        Containers containers = Containers.under(Path.of(state()));
        List<Future<Integer>> pids = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < CONTAINERS; i++) {
                String id = "threads-" + ProcessHandle.current().pid() + "-" + i;
                pids.add(threads.submit(() -> live(containers, id)));
            }
        }
        for (Future<Integer> pid : pids) {
            assertFalse(Files.exists(Path.of("/proc/" + pid.get() + "/ns")), "process " + pid.get() + " is left");
        }
        assertEquals(List.of(), containers.list());
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            assertFalse(line.contains(bundle.directory().toString()), "a mount is left: " + line);
        }
    }

    private String state() {
        return directory.resolve("state").toString();
    }

    /** One container from create to delete; its pid. */
    private int live(Containers containers, String id) throws IOException {
        int pid = containers.create(id, NewContainer.of(bundle.directory()).build());
        try {
            assertEquals(Status.CREATED, containers.state(id).status());
            containers.start(id);
            assertEquals(Status.RUNNING, containers.state(id).status());
            assertEquals("sleep\n", Files.readString(Path.of("/proc/" + pid + "/comm")));
            containers.kill(id, ProcessCalls.SIGKILL);
            assertEquals(128 + ProcessCalls.SIGKILL, containers.await(id).code());
            assertEquals(Status.STOPPED, containers.state(id).status());
        } finally {
            containers.forceDelete(id);
        }
        return pid;
    }

    @Test
    void failedCreateLeavesNothingOfAnyKind() {
        bundle.args("/no/such/program").write();
        try (LocalKernel kernel = new LocalKernel()) {
            ContainerStore store = new ContainerStore(kernel, state());
            ContainerId id = new ContainerId("fails");
            int mark = kernel.arena().mark();
            RuntimeException failure = null;
            try {
                new Create(kernel, store, Notices.NONE).create(id, optionsFor(bundle));
            } catch (RuntimeException e) {
                failure = e;
            }
            assertEquals("look up executable: exec: \"/no/such/program\": stat /no/such/program: "
                    + "no such file or directory", failure == null ? null : failure.getMessage());
            assertEquals(List.of(), store.ids());
            assertNull(children(), "a process is left");
            kernel.arena().reset(mark);
        }
    }

    /** Null if this process has no child that only a container could have left. */
    private static String children() {
        return ProcessHandle.current().children().filter(child -> child.info().command().isPresent()
                && child.info().command().get().startsWith("/memfd:")).map(ProcessHandle::toString).findAny().orElse(null);
    }

    private static CreateOptions optionsFor(Bundle bundle) {
        return new CreateOptions(bundle.directory().toString(), null, null, null, null, false, false, 0, 0,
                CgroupDriver.CGROUPFS, false, null, true);
    }
}
