package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.container.Refused;
import carafe.container.process.Caller;
import carafe.container.record.RecordedCalls;
import carafe.container.record.RecordingBundle;
import carafe.container.record.SeccompAgent;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.PosixSpawn;
import carafe.kernel.Ref;
import carafe.kernel.SignalInbox;
import carafe.kernel.Syscall;
import carafe.spec.Config;
import carafe.spec.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code seccomp record}: runs a bundle and writes the profile it needed. */
final class SeccompRecording {
    static final Flag OUTPUT = Flag.file("output", "FILE",
            "file for the profile that record writes; seccomp.json in the bundle if not given");
    private static final String SELF = "/proc/self/exe";
    private static final String MAIN_CLASS = "carafe.cli.Main";
    private static final String DEFAULT_OUTPUT = "/seccomp.json";
    private static final int OUTPUT_MODE = 0644;
    /** W_OK (access(2)). */
    private static final int WRITE = 2;
    private static final int[][] STREAMS = {{0, 0}, {1, 1}, {2, 2}};

    private final Invocation call;
    private final LocalKernel kernel;

    SeccompRecording(Invocation call) {
        this.call = call;
        this.kernel = call.kernel();
    }

    /** @return the exit status of the bundle's program, as {@code run} has it */
    int record(String path) {
        Fd directory = BundleConfig.openBundle(kernel, path);
        BundleConfig file = BundleConfig.read(kernel, directory);
        String bundle = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + directory.number());
        kernel.close(directory);
        Config config = ConfigReader.readConfig(bundle + "/" + file.file(), file.json());
        String named = call.arguments().textOrNull(OUTPUT);
        String output = named == null ? bundle + DEFAULT_OUTPUT : named;
        requireWritable(output);
        int pid = (int) kernel.run(kernel.call(Syscall.GETPID)).get();
        RecordedCalls calls = RecordedCalls.including(unseen());
        try (SignalInbox signals = SignalInbox.open(kernel);
                RecordingBundle copy = RecordingBundle.make(kernel, temporary(), Integer.toString(pid), bundle, config,
                        file.json(), unseen());
                SeccompAgent agent = new SeccompAgent(kernel, copy, calls)) {
            int child = PosixSpawn.run(kernel.arena(), SELF, commandLine(copy.path(), "record-" + pid), environment(),
                    STREAMS, false, false);
            Fd pidfd = kernel.pidfdOpen(child);
            agent.attendUntilEnd(pidfd, signals);
            kernel.close(pidfd);
            int status = collect(child);
            if (agent.hasListened()) {
                write(output, calls.profile());
                call.log().debug(calls.count() + " system calls recorded");
            }
            return status;
        }
    }

    /**
     * What the filter cannot hand out: with write the listener is handed over, and of a plain user sendmsg, too.
     * Nearly no program does without them.
     */
    private List<String> unseen() {
        boolean seesAll = Caller.of(kernel).isPrivileged();
        return seesAll ? List.of("write") : List.of("write", "sendmsg");
    }

    /** Before anything is run, so that a wrong place is told first; nothing is made yet. */
    private void requireWritable(String path) {
        Ref access = kernel.allowingAll().faccessat(Fd.CWD, path, WRITE, 0);
        if (access.errno() == Errno.ENOENT) {
            int slash = path.lastIndexOf('/');
            access = kernel.allowingAll().faccessat(Fd.CWD, slash < 0 ? "." : path.substring(0, slash + 1), WRITE, 0);
        }
        if (access.failed()) {
            throw new Refused("open " + path + ": " + Errno.text(access.errno()));
        }
    }

    private void write(String path, byte[] profile) {
        byte[] line = new String(profile, StandardCharsets.UTF_8).concat("\n").getBytes(StandardCharsets.UTF_8);
        Fd file = kernel.allowingAll().openat(Fd.CWD, path, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC, OUTPUT_MODE);
        if (file.failed()) {
            throw new Refused("open " + path + ": " + Errno.text(file.errno()));
        }
        kernel.write(file, line).get();
        kernel.close(file);
    }

    private String temporary() {
        String named = call.environment().get("TMPDIR");
        return named == null || !named.startsWith("/") ? "/tmp" : named;
    }

    /** This program's own, up to where its arguments begin, and then {@code run}. */
    private List<String> commandLine(String bundle, String id) {
        String[] own = nulSeparated("/proc/self/cmdline");
        List<String> words = new ArrayList<>();
        words.add(own[0]);
        // on a JVM all that makes it run this program
        int main = List.of(own).indexOf(MAIN_CLASS);
        for (int i = 1; i <= main; i++) {
            words.add(own[i]);
        }
        words.addAll(List.of("--root", call.root().path()));
        for (Flag flag : List.of(GlobalFlags.LOG, GlobalFlags.LOG_FORMAT, GlobalFlags.CGROUP_MANAGER,
                GlobalFlags.ROOTLESS)) {
            if (call.global().has(flag)) {
                words.addAll(List.of("--" + flag.name(), call.global().text(flag)));
            }
        }
        for (Flag flag : List.of(GlobalFlags.DEBUG, GlobalFlags.SYSTEMD_CGROUP)) {
            if (call.global().isOn(flag)) {
                words.add("--" + flag.name());
            }
        }
        words.addAll(List.of("run", "--bundle", bundle, id));
        return words;
    }

    private List<String> environment() {
        return List.of(nulSeparated("/proc/self/environ"));
    }

    private String[] nulSeparated(String file) {
        return kernel.readText(Fd.CWD, file).split("\0");
    }

    private int collect(int pid) {
        int mark = kernel.arena().mark();
        long status = kernel.arena().longs(0);
        kernel.run(kernel.call(Syscall.WAIT4).with(pid).with(status).with(0).with(0)).get();
        int wait = kernel.arena().getInt(status);
        kernel.arena().reset(mark);
        int signal = wait & 0x7f;
        return signal == 0 ? wait >> 8 & 0xff : 128 + signal;
    }
}
