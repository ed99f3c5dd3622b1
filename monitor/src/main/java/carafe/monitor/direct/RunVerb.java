package carafe.monitor.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.kernel.Errno;
import carafe.kernel.Open;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.monitor.adopt.AdoptRecord;
import carafe.monitor.adopt.DescriptorStore;
import carafe.monitor.adopt.Kept;
import carafe.monitor.adopt.StoredDescriptors;
import carafe.monitor.option.DirectVerb;
import carafe.monitor.option.Option;
import carafe.monitor.option.OptionParser;
import carafe.monitor.option.Options;
import carafe.monitor.system.Environment;
import carafe.monitor.system.Self;
import carafe.monitor.system.UsageException;
import carafe.shim.ExitFiles;
import carafe.shim.ProtocolException;
import carafe.shim.SyncMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code run [--bundle DIR] [OPTION...] ID}: does by hand what an engine does.
 *
 * <pre>
 *   run ── spawn, options of an engine, sync pipe ─▶ monitor ─▶ runtime create
 *   run ◀─ {"data": PID} ─────────────────────────── monitor
 *   run ── RUNTIME start ID ─▶ the container runs    monitor, later: RUNTIME delete --force ID
 * </pre>
 */
final class RunVerb {
    private final Direct direct;
    private final Sys sys;
    private final StoredDescriptors stored;
    private final Environment environment;

    RunVerb(Direct direct) {
        this.direct = direct;
        this.sys = direct.sys();
        stored = StoredDescriptors.ofServiceManager(sys, direct.environment());
        environment = DescriptorStore.hide(direct.environment());
    }

    int run(List<String> words) throws UsageException, ProtocolException {
        if (words.isEmpty() || words.getLast().startsWith("-")) {
            throw Direct.usage(DirectVerb.RUN);
        }
        String id = words.getLast();
        List<String> given = words.subList(0, words.size() - 1);
        Options options = OptionParser.parse(given.toArray(new String[0]));
        String bundle = absolute(options.text(Option.BUNDLE, "."));
        String runtime = Programs.runtime(sys, direct.environment(), options.text(Option.RUNTIME));
        StateDirectory state = direct.state(id);
        refuseIfRunning(state, id);
        if (isOrphan(bundle, id)) {
            return new AdoptVerb(direct).run(List.of(bundle));
        }
        state.prepare(bundle);
        SyncMessage answer = startMonitor(monitorWords(given, options, id, bundle, runtime, state));
        if (answer.value() < 0) {
            throw new UsageException("cannot start \"" + id + "\": " + answer.text().strip());
        }
        return startContainer(runtime, options, id);
    }

    private void refuseIfRunning(StateDirectory state, String id) throws UsageException {
        String pid = sys.readText(state.file("monitor"));
        if (pid != null && state.exitCode() == null && sys.kill(Integer.parseInt(pid.strip()), 0) >= 0) {
            throw new UsageException("container \"" + id + "\" is running, its monitor has pid " + pid.strip());
        }
    }

    /** Whether the bundle's container runs, or its end can still be known, although its monitor was killed. */
    private boolean isOrphan(String bundle, String id) throws UsageException {
        if (sys.access(bundle + "/" + AdoptRecord.FILE, 0) < 0) {
            return false;
        }
        return stored.find(id, Kept.PROCESS) >= 0 || AdoptRecord.read(sys, bundle).containerLives(sys);
    }

    private String absolute(String path) throws UsageException {
        int fd = sys.open(path, Open.O_PATH | Open.O_DIRECTORY, 0);
        if (fd < 0) {
            throw new UsageException("bundle " + path + ": " + Errno.describe(-fd));
        }
        String real = sys.readlink("/proc/self/fd/" + fd);
        sys.close(fd);
        return real;
    }

    private static List<String> monitorWords(List<String> given, Options options, String id, String bundle,
            String runtime, StateDirectory state) {
        List<String> words = new ArrayList<>(given);
        words.addAll(List.of("--api-version", "--cid", id, "--cuuid", id, "--bundle", bundle, "--runtime", runtime,
                "--full-attach", "--container-pidfile", state.file("pid"), "--conmon-pidfile", state.file("monitor"),
                "--persist-dir", state.path(), "--log-path", "k8s-file:" + state.file("log"),
                "--exit-command", runtime));
        for (String argument : options.all(Option.RUNTIME_ARG)) {
            words.addAll(List.of("--exit-command-arg", argument));
        }
        for (String argument : List.of("delete", "--force", id)) {
            words.addAll(List.of("--exit-command-arg", argument));
        }
        return words;
    }

    private SyncMessage startMonitor(List<String> monitorWords) throws UsageException, ProtocolException {
        int[] sync = new int[2];
        sys.pipe(sync);
        int syncNumber = stored.firstFree();
        Environment withPipe = environment.with("_OCI_SYNCPIPE", Integer.toString(syncNumber));
        List<String> words = direct.self().with(monitorWords);
        int pid = new Spawn(sys.arena()).descriptor(sync[1], syncNumber)
                .start(Self.PATH, words, withPipe.entries());
        if (pid < 0) {
            throw new UsageException("cannot start the monitor: " + Errno.describe(-pid));
        }
        sys.close(sync[1]);
        sys.waitFor(pid, 0);
        int status = sys.waitStatus();
        String line = new String(sys.readToEndOfLine(sync[0]), UTF_8);
        sys.close(sync[0]);
        if (status != 0) {
            // the monitor has said why
            return SyncMessage.of(SyncMessage.FAILED, "the monitor failed");
        }
        return SyncMessage.decode(line);
    }

    private int startContainer(String runtime, Options options, String id) throws UsageException {
        List<String> words = new ArrayList<>();
        words.add(runtime);
        words.addAll(options.all(Option.RUNTIME_ARG));
        words.addAll(List.of("start", id));
        int pid = new Spawn(sys.arena()).start(runtime, words, environment.entries());
        if (pid < 0) {
            throw new UsageException("cannot run " + runtime + ": " + Errno.describe(-pid));
        }
        sys.waitFor(pid, 0);
        return ExitFiles.exitCode(sys.waitStatus());
    }
}
