package carafe.container.api;

import carafe.container.Failure;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.cgroup.CgroupDriver;
import carafe.container.lifecycle.Container;
import carafe.container.lifecycle.ContainerId;
import carafe.container.lifecycle.ContainerStore;
import carafe.container.lifecycle.Create;
import carafe.container.lifecycle.CreateOptions;
import carafe.container.lifecycle.Delete;
import carafe.container.lifecycle.Events;
import carafe.container.lifecycle.Exec;
import carafe.container.lifecycle.ExecOptions;
import carafe.container.lifecycle.Kill;
import carafe.container.lifecycle.ListContainers;
import carafe.container.lifecycle.Pause;
import carafe.container.lifecycle.Resume;
import carafe.container.lifecycle.Start;
import carafe.kernel.LocalKernel;
import carafe.spec.Process;
import carafe.spec.State;
import carafe.spec.json.Findings;
import carafe.spec.validate.Validator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The containers under one state root, for a Java program. Those that {@code carafe} makes with the same {@code --root}
 * are among them.
 *
 * <pre>
 *   Containers containers = Containers.under(Path.of("/run/example"));
 *   ExitStatus end = containers.run("first", NewContainer.of(Path.of("bundle")).build());
 * </pre>
 *
 * <p>Any number of threads may use it at once, also for the same container. All operations wait for their end, and throw
 * a {@link Failure} that says what was wrong; then nothing is left of what they have begun.
 *
 * <p><b>Descriptors.</b> Containers get the standard streams of this program and no other descriptor of it. All that is
 * opened here is close-on-exec and closed before an operation returns.
 *
 * <p><b>Processes.</b> The first process of a container that is created here is a child of this program, and its
 * zombie remains until {@link #await} or {@link #delete}.
 */
public final class Containers {
    private final String root;
    private final CgroupDriver driver;
    private final Notices notices;
    /** First processes of containers that were created here, by id. */
    private final Map<String, Child> children;

    private Containers(String root, CgroupDriver driver, Notices notices, Map<String, Child> children) {
        this.root = root;
        this.children = children;
        this.driver = driver;
        this.notices = notices;
    }

    /** @param root the directory that holds the state of all containers, made when the first one is */
    public static Containers under(Path root) {
        return new Containers(root.toAbsolutePath().normalize().toString(), CgroupDriver.CGROUPFS, Notices.NONE,
                new ConcurrentHashMap<>());
    }

    /** The same, where cgroups of new containers are made in another way. */
    public Containers withCgroups(CgroupDriver other) {
        return new Containers(root, other, notices, children);
    }

    /** The same, which tells what is worth knowing, from any thread. */
    public Containers telling(Notices other) {
        return new Containers(root, driver, other, children);
    }

    /**
     * Sets a container up to the point where its program would start.
     *
     * @param id of letters, digits, {@code _}, {@code +}, {@code -} and {@code .}
     * @return the pid of its first process on the host
     * @throws Failure if the id is in use or the container cannot be made as config.json wants it
     */
    public int create(String id, NewContainer wanted) {
        return inKernel(kernel -> {
            int pid = new Create(kernel, store(kernel), notices).create(new ContainerId(id), new CreateOptions(
                    wanted.bundle(), wanted.config(), wanted.consoleSocket(), null, wanted.pidFile(), wanted.noPivot(),
                    false, 0, 0, driver, wanted.rootless(), null, true));
            children.put(id, new Child(pid));
            return pid;
        });
    }

    /**
     * Lets the program of a created container run.
     *
     * @throws Failure if it was started before, a hook fails, or the program cannot be executed; the container is
     *     stopped after the last two and still to be deleted
     */
    public void start(String id) {
        inKernel(kernel -> {
            new Start(kernel, store(kernel), notices).start(new ContainerId(id), null);
            return null;
        });
    }

    /**
     * Creates a container, starts it, waits for its end and deletes it.
     *
     * @return how its first process ended
     */
    public ExitStatus run(String id, NewContainer wanted) {
        create(id, wanted);
        ExitStatus end;
        try {
            start(id);
            end = await(id);
        } catch (RuntimeException e) {
            forceDelete(id);
            throw e;
        }
        forceDelete(id);
        return end;
    }

    /**
     * Waits for the end of a container's first process. After the first time it returns at once.
     *
     * @throws Failure if the container was not created here, or was deleted
     */
    public ExitStatus await(String id) {
        return inKernel(kernel -> {
            Child child = children.get(id);
            if (child == null) {
                throw new Refused("cannot wait for container " + id + ": this program has not created it");
            }
            return child.await(kernel);
        });
    }

    /**
     * Runs a further program in a running container, with the rights, the user and the directory of config.json, and
     * waits for its end.
     *
     * @param program     path or name in the container, and arguments
     * @param environment entries of the form name=value
     * @throws Failure if the container is not running, or the program cannot be executed
     */
    public ExitStatus exec(String id, List<String> program, List<String> environment) {
        return inKernel(kernel -> {
            Exec exec = new Exec(kernel, store(kernel), notices);
            try (Container container = exec.open(new ContainerId(id), false)) {
                Process configured = container.config().process();
                if (configured == null) {
                    throw new Refused("container " + id + ": its config.json has no process to run another one like it");
                }
                Process process = configured.running(List.copyOf(program), List.copyOf(environment));
                Validator.validate(process, Findings.stoppingAtFirstError("exec"));
                int pid = exec.begin(container, new ExecOptions(process, null, null, null, true, 0, 0, Map.of()));
                return new Child(pid).await(kernel);
            }
        });
    }

    /**
     * Sends a signal to the first process, or with SIGKILL to all if its end would not end the others.
     *
     * @param signal its number (signal(7))
     * @throws Failure if no process is left
     */
    public void kill(String id, int signal) {
        inKernel(kernel -> {
            new Kill(kernel, store(kernel)).kill(new ContainerId(id), signal, false);
            return null;
        });
    }

    /** Freezes all processes of a running container; returns when all are frozen. */
    public void pause(String id) {
        inKernel(kernel -> {
            new Pause(kernel, store(kernel)).pause(new ContainerId(id));
            return null;
        });
    }

    /** Lets the processes of a paused container go on. */
    public void resume(String id) {
        inKernel(kernel -> {
            new Resume(kernel, store(kernel)).resume(new ContainerId(id));
            return null;
        });
    }

    /**
     * Deletes what a container holds on the host that has stopped or was never started, and collects its first process.
     *
     * @throws Failure if its program runs, or there is no such container
     */
    public void delete(String id) {
        delete(id, false);
    }

    /** The same, and kills the container before. It is no failure if there is none. */
    public void forceDelete(String id) {
        delete(id, true);
    }

    private void delete(String id, boolean force) {
        inKernel(kernel -> {
            // who creates one of the same name as soon as this one is gone is not to lose its child
            Child child = children.get(id);
            new Delete(kernel, store(kernel), notices).delete(new ContainerId(id), force);
            if (child != null && children.remove(id, child)) {
                child.await(kernel);
            }
            return null;
        });
    }

    /** @throws Failure if there is no such container */
    public State state(String id) {
        return inKernel(kernel -> {
            try (Container container = Container.open(kernel, store(kernel), new ContainerId(id))) {
                return container.state();
            }
        });
    }

    /** All containers, by id, with the user who made each; a damaged one is left out, with a warning. */
    public List<State> list() {
        return inKernel(kernel -> {
            List<State> states = new ListContainers(kernel, store(kernel), notices).list();
            return states == null ? List.of() : List.copyOf(states);
        });
    }

    /** @throws Failure if the container has stopped */
    public ContainerUsage stats(String id) {
        return inKernel(kernel -> ContainerUsage.of(new Events(kernel, store(kernel)).usage(new ContainerId(id))));
    }

    /**
     * Tells what happens in a container until it has stopped.
     *
     * @param interval between two readings of usage; the first comes after the first interval
     * @param reader   called by this thread
     * @throws Failure if the container has stopped before
     */
    public void events(String id, Duration interval, Consumer<ContainerEvent> reader) {
        if (interval.isNegative() || interval.isZero()) {
            throw new Refused("interval of events: " + interval + ", expected a positive one");
        }
        inKernel(kernel -> {
            new Events(kernel, store(kernel)).watch(new ContainerId(id), interval.toNanos(),
                    usage -> reader.accept(new ContainerEvent.Usage(ContainerUsage.of(usage))),
                    () -> reader.accept(new ContainerEvent.OutOfMemory()));
            return null;
        });
    }

    private ContainerStore store(LocalKernel kernel) {
        return new ContainerStore(kernel, root);
    }

    /** A kernel for each operation, because one belongs to one thread. */
    private static <T> T inKernel(Function<LocalKernel, T> operation) {
        try (LocalKernel kernel = new LocalKernel()) {
            return operation.apply(kernel);
        } catch (RuntimeException e) {
            throw Failure.of(e);
        }
    }
}
