package carafe.monitor.system;

import carafe.kernel.Arena;
import carafe.kernel.DirectoryEntries;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptors the monitor was started with: those for the container (--preserve-fds) and those that keep
 * published ports reserved. They pass to the runtime, and are held until the container is gone.
 */
public final class InheritedDescriptors {
    private static final int FIRST = 3;
    private static final int BUFFER = 8192;

    private final Sys sys;
    private final List<Integer> descriptors = new ArrayList<>();

    private InheritedDescriptors(Sys sys) {
        this.sys = sys;
    }

    /** Call it before anything is opened that is not close-on-exec. */
    public static InheritedDescriptors find(Sys sys) {
        InheritedDescriptors found = new InheritedDescriptors(sys);
        for (int fd : openDescriptors(sys)) {
            boolean cameOverExec = fd >= FIRST && sys.descriptorFlags(fd) == 0;
            if (cameOverExec && isOfJvm(sys.readlink("/proc/self/fd/" + fd))) {
                sys.setCloexec(fd);
            } else if (cameOverExec) {
                found.descriptors.add(fd);
            }
        }
        return found;
    }

    /** A JVM opens its jars, JNA's library and its sources of randomness so that children inherit them. */
    private static boolean isOfJvm(String target) {
        return target != null && (target.endsWith(".jar") || target.endsWith("/lib/modules")
                || target.endsWith("/libjnidispatch.so")
                || target.equals("/dev/random") || target.equals("/dev/urandom"));
    }

    /** Closes everything but stdio, {@code kept} and what a JVM holds. */
    public static void closeAllBut(Sys sys, int kept) {
        for (int fd : openDescriptors(sys)) {
            if (fd >= FIRST && fd != kept && !isOfJvm(sys.readlink("/proc/self/fd/" + fd))) {
                sys.close(fd);
            }
        }
    }

    private static List<Integer> openDescriptors(Sys sys) {
        List<Integer> all = new ArrayList<>();
        int directory = sys.open("/proc/self/fd", Open.O_RDONLY | Open.O_DIRECTORY, 0);
        Arena arena = sys.arena();
        int mark = arena.mark();
        long entries = arena.allocate(BUFFER, 8);
        for (int n = sys.entries(directory, entries, BUFFER); n > 0; n = sys.entries(directory, entries, BUFFER)) {
            DirectoryEntries.forEach(arena, entries, n, (name, type) -> {
                if (Integer.parseInt(name) != directory) {
                    all.add(Integer.parseInt(name));
                }
            });
        }
        arena.reset(mark);
        sys.close(directory);
        return all;
    }

    /** The engine's own pipe is not for the runtime. */
    public void exclude(int fd) {
        descriptors.remove(Integer.valueOf(fd));
    }

    public boolean isEmpty() {
        return descriptors.isEmpty();
    }

    /** The runtime has them: what is started later gets none. */
    public void keepForSelf() {
        for (int fd : descriptors) {
            sys.setCloexec(fd);
        }
    }

    /**
     * Gives them up. This comes before the exit file is written, because an engine that sees the file may start the
     * container again at once and needs its ports.
     */
    public void close() {
        for (int fd : descriptors) {
            sys.close(fd);
        }
        descriptors.clear();
    }
}
