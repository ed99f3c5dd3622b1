package carafe.monitor.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.Errno;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.monitor.adopt.AdoptRecord;
import carafe.monitor.adopt.StoredDescriptors;
import carafe.monitor.option.DirectVerb;
import carafe.monitor.stage.Stage;
import carafe.monitor.system.Environment;
import carafe.monitor.system.Self;
import carafe.monitor.system.Signals;
import carafe.monitor.system.UsageException;
import carafe.shim.ProtocolException;
import carafe.shim.SyncMessage;
import java.util.List;

/**
 * {@code adopt BUNDLE}: takes over a container whose monitor was killed, with the options and the environment that
 * monitor had. Says what could not be recovered.
 */
final class AdoptVerb {
    private final Direct direct;
    private final Sys sys;

    AdoptVerb(Direct direct) {
        this.direct = direct;
        this.sys = direct.sys();
    }

    int run(List<String> words) throws UsageException, ProtocolException {
        String bundle = Direct.onlyWord(DirectVerb.ADOPT, words);
        AdoptRecord record = AdoptRecord.read(sys, bundle);
        if (record.monitorLives(sys)) {
            throw new UsageException("the container's monitor is alive, with pid " + record.monitor());
        }
        SyncMessage answer = adopt(record);
        if (answer.value() < 0) {
            throw new UsageException("cannot adopt " + bundle + ": " + answer.text());
        }
        direct.print(1, "pid " + answer.value() + (answer.text().isEmpty() ? "" : "; " + answer.text()) + "\n");
        return 0;
    }

    private SyncMessage adopt(AdoptRecord record) throws UsageException, ProtocolException {
        sys.chdir(record.directory());
        String oomScore = sys.readText("/proc/self/oom_score_adj").strip();
        StoredDescriptors stored = StoredDescriptors.ofServiceManager(sys, direct.environment());
        int syncNumber = stored.firstFree();
        Environment environment = Stage.from(sys, Stage.Kind.ADOPT, oomScore).mark(Environment.of(record.environment()))
                .with("_OCI_SYNCPIPE", Integer.toString(syncNumber));
        environment = stored.mark(environment);
        int[] sync = new int[2];
        sys.pipe(sync);
        int pid = new Spawn(sys.arena()).blocked(Signals.HANDLED).descriptor(sync[1], syncNumber)
                .start(Self.PATH, record.words(), environment.entries());
        if (pid < 0) {
            throw new UsageException("cannot start the monitor: " + Errno.describe(-pid));
        }
        sys.close(sync[1]);
        String line = new String(sys.readToEndOfLine(sync[0]), UTF_8);
        sys.close(sync[0]);
        return line.isEmpty() ? SyncMessage.of(SyncMessage.FAILED, "the monitor said nothing")
                : SyncMessage.decode(line);
    }
}
