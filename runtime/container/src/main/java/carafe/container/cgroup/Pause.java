package carafe.container.cgroup;

import carafe.kernel.Kernel;
import carafe.kernel.Syscall;

/** Waiting for the kernel to get on. */
final class Pause {
    private static final long NANOSECONDS_PER_MS = 1_000_000;

    private Pause() {
    }

    static void milliseconds(Kernel kernel, int milliseconds) {
        int mark = kernel.arena().mark();
        // struct timespec
        long time = kernel.arena().longs(milliseconds / 1000, milliseconds % 1000 * NANOSECONDS_PER_MS);
        kernel.run(kernel.allowingAll().call(Syscall.NANOSLEEP).with(time).with(0)).get();
        kernel.arena().reset(mark);
    }
}
