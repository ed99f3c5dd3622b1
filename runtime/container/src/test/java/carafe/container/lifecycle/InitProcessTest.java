package carafe.container.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import carafe.kernel.LocalKernel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InitProcessTest {
    private static final int PROCESSES = 1000;
    private static final int NONE = 0;
    private static final int DONE = -1;

    private volatile int current = NONE;

    @Test
    void aLivingProcessHasAStartTime() {
        try (LocalKernel kernel = new LocalKernel()) {
            assertNotEquals(0, InitProcess.startTime(kernel, (int) ProcessHandle.current().pid()));
        }
    }

    /** The kernel has two words for a process that is collected just now, ENOENT and ESRCH. */
    @Test
    void aProcessThatIsCollectedMeanwhileIsGoneAndNoError() throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Long> last = threads.submit(this::look);
            for (int i = 0; i < PROCESSES && !last.isDone(); i++) {
                Process process = new ProcessBuilder("/bin/true").start();
                current = (int) process.pid();
                process.waitFor();
            }
            current = DONE;
            assertEquals(0, last.get());
        }
    }

    /** Looks at the current process over and over; the last answer is that of one that is gone. */
    private long look() {
        try (LocalKernel kernel = new LocalKernel()) {
            long answer = 0;
            for (int pid = current; pid != DONE; pid = current) {
                if (pid != NONE) {
                    answer = InitProcess.startTime(kernel, pid);
                }
            }
            return answer;
        }
    }
}
