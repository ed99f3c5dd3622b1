package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.container.cgroup.OomWatch;
import carafe.container.cgroup.stats.CgroupStats;
import carafe.container.cgroup.stats.ContainerEvents;
import carafe.container.rdt.RdtGroup;
import carafe.container.rdt.RdtState;
import carafe.kernel.Kernel;
import carafe.spec.Status;
import java.util.function.Consumer;

/** Reports what a container uses, and when the kernel kills one of its processes for want of memory. */
public final class Events {
    private static final long NANOSECONDS_PER_MILLISECOND = 1_000_000;

    private final Kernel kernel;
    private final ContainerStore store;

    public Events(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * One report of what is used now, as a JSON document.
     *
     * @throws Refused if the container has stopped
     */
    public byte[] stats(ContainerId id) {
        try (Container container = openRunning(id)) {
            return stats(container);
        }
    }

    /** The same as numbers, without those of the caches' partition. */
    public CgroupStats usage(ContainerId id) {
        try (Container container = openRunning(id)) {
            return container.cgroup().stats();
        }
    }

    /**
     * Reports until the container has stopped or is deleted.
     *
     * @param intervalNanoseconds time between two reports of usage, positive; the first comes after the first interval
     * @param reader takes each event, a JSON document
     * @throws Refused if the container has stopped already
     */
    public void follow(ContainerId id, long intervalNanoseconds, Consumer<byte[]> reader) {
        follow(id, intervalNanoseconds, container -> reader.accept(stats(container)),
                () -> reader.accept(ContainerEvents.outOfMemory(id.value())));
    }

    /** The same, with numbers rather than documents. */
    public void watch(ContainerId id, long intervalNanoseconds, Consumer<CgroupStats> usage, Runnable outOfMemory) {
        follow(id, intervalNanoseconds, container -> usage.accept(container.cgroup().stats()), outOfMemory);
    }

    private void follow(ContainerId id, long intervalNanoseconds, Consumer<Container> usage, Runnable outOfMemory) {
        try (Container container = openRunning(id); OomWatch watch = container.cgroup().watchOom()) {
            long next = System.nanoTime() + intervalNanoseconds;
            int start = kernel.arena().mark();
            while (InitProcess.isAlive(kernel, container.saved())) {
                kernel.arena().reset(start);
                switch (watch.await(millisecondsUntil(next))) {
                    case OOM -> outOfMemory.run();
                    case TIMEOUT -> {
                        next += intervalNanoseconds;
                        usage.accept(container);
                    }
                    case ENDED -> {
                        return;
                    }
                }
            }
        }
    }

    private byte[] stats(Container container) {
        RdtState rdt = container.saved().intelRdt();
        return ContainerEvents.stats(container.saved().id(), container.cgroup().stats(),
                rdt == null ? null : RdtGroup.of(kernel, rdt).stats());
    }

    private static int millisecondsUntil(long time) {
        long left = (time - System.nanoTime()) / NANOSECONDS_PER_MILLISECOND;
        return (int) Math.max(0, Math.min(left, Integer.MAX_VALUE));
    }

    private Container openRunning(ContainerId id) {
        Container container = Container.open(kernel, store, id);
        if (container.life().status() == Status.STOPPED) {
            container.close();
            throw new Refused(EngineWords.notRunning(id.value()));
        }
        return container;
    }
}
