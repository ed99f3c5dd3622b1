package carafe.monitor;

import carafe.fixtures.Bundle;
import carafe.fixtures.Command;
import carafe.fixtures.Eventually;
import carafe.fixtures.Proc;
import carafe.kernel.FileCalls;
import carafe.kernel.Libc;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import carafe.shim.SyncMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One container and its monitor, driven as podman does it. */
final class MonitoredContainer implements AutoCloseable {
    private static final int SYNC = 3;

    private final MonitorUnderTest monitor;
    private final Sys sys;
    private final Bundle bundle;
    private final String id;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>(System.getenv());
    private final List<int[]> passed = new ArrayList<>();
    private final List<String> logs = new ArrayList<>();
    private final List<String> wrapper = new ArrayList<>();
    private Path runtimeRoot;
    private boolean apiVersion1 = true;
    private int sync = -1;
    private int launcher;
    private boolean exec;
    private boolean fullAttach = true;

    MonitoredContainer(MonitorUnderTest monitor, Bundle bundle, String id) {
        this.monitor = monitor;
        this.sys = monitor.sys();
        this.bundle = bundle;
        this.id = id;
    }

    // ---- how it is to be started

    MonitoredContainer with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    MonitoredContainer log(String target) {
        logs.add(target);
        return this;
    }

    MonitoredContainer variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The monitor gets our descriptor under this number. */
    MonitoredContainer passing(int fd, int number) {
        passed.add(new int[] {fd, number});
        return this;
    }

    /** The monitor is started by another program: {@code words... monitor...}. */
    MonitoredContainer under(String... words) {
        wrapper.addAll(List.of(words));
        return this;
    }

    /** The runtime keeps its state there, and not where the machine's containers are. */
    MonitoredContainer runtimeRoot(Path directory) {
        runtimeRoot = directory;
        return with("--runtime-arg", "--root", "--runtime-arg", directory.toString());
    }

    /** Without {@code --full-attach}. */
    MonitoredContainer shortAttach() {
        fullAttach = false;
        return this;
    }

    /** As CRI-O does it. */
    MonitoredContainer legacyApi() {
        apiVersion1 = false;
        return this;
    }

    /** An exec session in this container, with a directory of its own. */
    MonitoredContainer exec(String name, String process) throws IOException {
        MonitoredContainer session = new MonitoredContainer(monitor, bundle, id);
        session.exec = true;
        Path directory = Files.createDirectories(bundle.directory().resolve(name));
        Path spec = Files.writeString(directory.resolve("process.json"), process);
        return session.with("--exec", "--exec-process-spec", spec.toString()).with("--bundle", directory.toString())
                .log("k8s-file:" + directory.resolve("log")).with("--container-pidfile",
                        directory.resolve("pid").toString());
    }

    // ---- starting

    /** Starts the monitor and waits for the process that was started, as engines do: its exit code. */
    int launch() throws IOException {
        begin();
        return awaitLauncher() >> 8 & 0xff;
    }

    /** Starts the monitor and does not wait. */
    MonitoredContainer begin() throws IOException {
        if (!exec) {
            bundle.write();
        }
        int[] pipe = new int[2];
        sys.pipe(pipe);
        environment.put("_OCI_SYNCPIPE", Integer.toString(SYNC));
        List<String> words = words();
        List<String> entries = environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
        // as an engine does: a monitor that gets more descriptors than those meant for it keeps its sessions to itself
        Libc.call(Syscall.CLOSE_RANGE, 3, 0xffffffffL, FileCalls.CLOSE_RANGE_CLOEXEC);
        Spawn spawn = new Spawn(sys.arena());
        for (int[] descriptor : passed) {
            spawn.descriptor(descriptor[0], descriptor[1]);
        }
        launcher = spawn.descriptor(pipe[1], SYNC).start(words.getFirst(), words, entries);
        sys.close(pipe[1]);
        sync = pipe[0];
        return this;
    }

    /** Waits for the process that was started: its wait status. */
    int awaitLauncher() {
        sys.waitFor(launcher, 0);
        return sys.waitStatus();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(wrapper);
        words.add(monitor.binary().toString());
        if (apiVersion1) {
            words.addAll(List.of("--api-version", "1"));
        }
        words.addAll(List.of("-c", id, "-u", id, "-r", monitor.runtime()));
        if (fullAttach) {
            words.add("--full-attach");
        }
        if (!exec) {
            words.addAll(List.of("-b", bundle.directory().toString(), "-p", file("pid").toString(),
                    "--exit-dir", directory("exits").toString(), "--persist-dir", directory("persist").toString(),
                    "--conmon-pidfile", file("monitor.pid").toString()));
        }
        for (String log : logs.isEmpty() ? List.of("k8s-file:" + file("log")) : logs) {
            words.addAll(List.of("-l", log));
        }
        words.addAll(options);
        return words;
    }

    /** The next message on the sync pipe; null at its end. */
    SyncMessage message() throws ProtocolException {
        String line = new String(sys.readToEndOfLine(sync), StandardCharsets.UTF_8);
        return line.isEmpty() ? null : SyncMessage.decode(line);
    }

    /** The engine goes away, and with it the reader of the sync pipe. */
    void closeSync() {
        sys.close(sync);
        sync = -1;
    }

    /** {@link #launch}, which must succeed, and the pid that is reported. */
    int create() throws IOException, ProtocolException {
        int status = launch();
        SyncMessage message = status == 0 ? message() : null;
        if (message == null || message.value() <= 0) {
            throw new AssertionError("the monitor exited with " + status + " and reported "
                    + (message == null ? "nothing" : message.value() + " " + message.text()));
        }
        return message.value();
    }

    MonitoredContainer start() {
        runtime("start", id).run().succeeds();
        return this;
    }

    void signal(int number) {
        runtime("kill", id, Integer.toString(number)).run().succeeds();
    }

    private Command runtime(String... words) {
        Command command = Command.of(monitor.runtime());
        return (runtimeRoot == null ? command : command.with("--root", runtimeRoot)).with((Object[]) words);
    }

    /** {@link #create} and {@link #start}. */
    MonitoredContainer run() throws IOException, ProtocolException {
        create();
        return start();
    }

    // ---- what comes of it

    String id() {
        return id;
    }

    Bundle bundle() {
        return bundle;
    }

    Path file(String name) {
        return bundle.directory().resolve(name);
    }

    private Path directory(String name) {
        try {
            return Files.createDirectories(file(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Path exitFile() {
        return file("exits").resolve(id);
    }

    /** Waits for the exit file. */
    int exitCode() throws IOException {
        Eventually.holds("an exit file of " + id, () -> Files.exists(exitFile()));
        return Integer.parseInt(Files.readString(exitFile()));
    }

    String log() throws IOException {
        return Files.readString(file("log"), StandardCharsets.ISO_8859_1);
    }

    int monitorPid() throws IOException {
        return Integer.parseInt(Files.readString(file("monitor.pid")).strip());
    }

    boolean monitorLives() throws IOException {
        return Proc.isAlive(monitorPid());
    }

    void waitForMonitor() {
        Eventually.holds("the monitor of " + id + " ends", () -> {
            try {
                return !monitorLives();
            } catch (IOException e) {
                return false;
            }
        });
    }

    AttachedClient attach() {
        return new AttachedClient(sys, file("attach").toString());
    }

    MonitorClient control() throws IOException {
        return MonitorClient.connect(file(ControlRequest.SOCKET_NAME));
    }

    /** Writes a line to a fifo of the bundle. */
    void tell(String fifo, String line) throws IOException {
        Files.writeString(file(fifo), line + "\n");
    }

    @Override
    public void close() throws IOException {
        runtime("delete", "--force", id).run();
        if (sync >= 0) {
            sys.close(sync);
        }
        if (!exec && Files.exists(file("monitor.pid"))) {
            int pid = monitorPid();
            if (!Eventually.within(Duration.ofSeconds(30), () -> !Proc.isAlive(pid))) {
                sys.kill(pid, 9);
                throw new AssertionError("the monitor of " + id + " outlived its container");
            }
        }
    }
}
