package carafe.container.criu;

import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Syscall;
import carafe.spec.Config;

/** Saves the processes of a container. */
public final class Dump {
    private static final String LOG_FILE = "dump.log";

    private final LocalKernel kernel;
    private final CheckpointOptions options;

    public Dump(LocalKernel kernel, CheckpointOptions options) {
        this.kernel = kernel;
        this.options = options;
    }

    /**
     * What is saved.
     *
     * @param pid     of the first process
     * @param freezer directory of a cgroup that can be frozen and holds all processes; null for none
     */
    public record Subject(Config config, String rootfs, int pid, String freezer) {
    }

    /**
     * @throws Refused     if the options or the host do not allow it
     * @throws SetupFailed if CRIU cannot save it; its processes go on then
     */
    public void run(Subject subject) {
        CriuProgram criu = CriuProgram.find(kernel);
        options.common().requireSupport(criu);
        requireStatusFd();
        try (ImageDirectories directories = ImageDirectories.make(kernel, options.common())) {
            if (options.parentPath() != null) {
                directories.requireParent(options.parentPath());
            }
            CriuRequest request = request(subject, directories);
            if (!options.preDump()) {
                Descriptors.of(kernel, subject.pid).write(kernel, directories.images());
            }
            try (CriuSession session = criu.start()) {
                session.perform(request, new StatusReport());
            } catch (SetupFailed e) {
                throw CriuLog.explained(kernel, e, options.common().logDirectory() + "/" + LOG_FILE);
            }
        }
    }

    CriuRequest request(Subject subject, ImageDirectories directories) {
        CriuRequest request = CommonRequest.of(options.preDump() ? RequestType.PRE_DUMP : RequestType.DUMP,
                options.common(), directories, LOG_FILE, subject.config);
        request.set(CriuOption.PID, subject.pid)
                .set(CriuOption.ROOT, subject.rootfs)
                .set(CriuOption.LEAVE_RUNNING, options.leaveRunning())
                .set(CriuOption.TCP_SKIP_IN_FLIGHT, options.tcpSkipInFlight())
                .set(CriuOption.LINK_REMAP, options.linkRemap());
        ExternalNamespaces.addToDump(request, kernel, subject.config.linux());
        if (subject.freezer != null) {
            request.set(CriuOption.FREEZE_CGROUP, subject.freezer);
        }
        if (options.pageServer() != null) {
            request.add(CriuOption.PAGE_SERVER, options.pageServer().address(), options.pageServer().port());
        }
        if (options.parentPath() != null) {
            request.set(CriuOption.PARENT_IMAGE, options.parentPath()).set(CriuOption.TRACK_MEMORY, true);
        }
        if (!options.preDump()) {
            ExternalMounts.ofRunning(kernel, subject.config, subject.pid).addTo(request);
        }
        return request;
    }

    private void requireStatusFd() {
        if (options.statusFd() < 0) {
            return;
        }
        Ref flags = kernel.run(kernel.allowing(Errno.EBADF).call(Syscall.FCNTL).with(Fd.of(options.statusFd()))
                .with(FileCalls.F_GETFL));
        String problem = flags.failed() ? Errno.text(flags.errno())
                : (flags.get() & (Open.O_WRONLY | Open.O_RDWR)) == 0 ? "not writable" : null;
        if (problem != null) {
            throw new Refused("invalid --status-fd argument " + options.statusFd() + ": " + problem);
        }
    }

    /** Tells whoever holds the other end of the status descriptor that pages are served. */
    private final class StatusReport implements CriuEvents {
        @Override
        public void pagesReady() {
            if (options.statusFd() >= 0) {
                Fd status = Fd.of(options.statusFd());
                kernel.allowingAll().write(status, new byte[1]);
                kernel.close(status);
            }
        }
    }
}
