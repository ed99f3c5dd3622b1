package carafe.kernel.servant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whether anything of a JVM, such as its collector's work or its other threads, ever reaches a servant. */
class ServantStressTest {
    private static final int STARTS = 2000;
    private static final int THREADS = 4;

    @Test
    void twoThousandStartsOnFourThreadsWhileGarbageIsCollected() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!over.get()) {
                byte[][] garbage = new byte[64][];
                for (int i = 0; i < garbage.length; i++) {
                    garbage[i] = new byte[1 << 16];
                }
                System.gc();
            }
        });
        collector.start();
        List<Future<Integer>> threads = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                threads.add(pool.submit(() -> startMany(STARTS / THREADS)));
            }
        } finally {
            over.set(true);
            collector.join();
        }
        int correct = 0;
        for (Future<Integer> thread : threads) {
            correct += thread.get();
        }
        assertEquals(STARTS, correct);
    }

    /** How many of them did all they were asked to. */
    private static int startMany(int count) {
        int correct = 0;
        try (LocalKernel local = new LocalKernel()) {
            boolean root = local.run(local.call(Syscall.GETEUID)).get() == 0;
            assumeTrue(root, "needs root to make namespaces");
            for (int i = 0; i < count; i++) {
                int mark = local.arena().mark();
                Servant servant = Servant.spawn(local);
                servant.become(ProcessCalls.CLONE_NEWPID | ProcessCalls.CLONE_NEWUTS, Fd.NONE);
                servant.setHostname("stress", 6);
                boolean first = servant.run(servant.call(Syscall.GETPID)).get() == 1;
                servant.unblockSignals();
                servant.execve("/bin/true", List.of("true"), List.of());
                servant.execute();
                long status = local.arena().longs(-1);
                local.run(local.call(Syscall.WAIT4).with(servant.pid()).with(status).with(0).with(0));
                correct += first && local.arena().getInt(status) == 0 ? 1 : 0;
                servant.close();
                local.arena().reset(mark);
            }
        }
        return correct;
    }
}
