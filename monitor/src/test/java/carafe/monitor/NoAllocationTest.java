package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Arena;
import carafe.kernel.Sys;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.io.Output;
import carafe.monitor.log.LogSet;
import carafe.monitor.option.OptionParser;
import carafe.monitor.option.Settings;
import carafe.monitor.system.Clock;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.ZoneFile;
import carafe.shim.Stream;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor lives as long as its container, so what it does over and over must not allocate. */
class NoAllocationTest {
    private static final int ROUNDS = 5000;
    /** What one call of the measuring itself may cost, over all rounds. */
    private static final long TOLERATED = 64 * 1024;

    @TempDir
    private Path directory;

    @Test
    void readingLoggingAndKeepingOutputAllocatesNothing() throws Exception {
        Sys sys = new Sys(Arena.ofProcess(4 << 20));
        EventLoop loop = new EventLoop(sys);
        OwnLog log = new OwnLog(sys, OwnLog.Level.ERROR, "x", false);
        Settings settings = Settings.check(OptionParser.parse("-c", "x", "-u", "x", "-r", "/bin/true", "-l",
                "k8s-file:" + directory.resolve("log")), sys, directory.toString());
        LogSet logs = LogSet.open(settings.logPlan(), sys, loop, log, new Clock(sys, ZoneFile.UTC));
        OutputHub hub = new OutputHub(sys, loop, settings.attachPlan(), Output.READ);
        Output output = new Output(sys, loop, List.of(logs, hub), Stream.STDOUT, false,
                sys.arena().allocate(Output.READ, 64), () -> { }, () -> { });
        int[] pipe = new int[2];
        sys.pipe(pipe);
        output.start(pipe[0]);
        long text = sys.arena().bytes("a line of output\nand one more, without its end".repeat(20).getBytes());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = 0; round < 2 * ROUNDS; round++) {
            if (round == ROUNDS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            sys.write(pipe[1], text, 900);
            loop.round();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < TOLERATED, allocated + " bytes were allocated in " + ROUNDS + " rounds");
        sys.arena().close();
    }
}
