package carafe.monitor.conmon;

import carafe.kernel.Sys;
import carafe.monitor.option.Settings;
import carafe.monitor.system.Environment;
import carafe.monitor.system.UsageException;
import carafe.shim.SyncMessage;

/**
 * The descriptors an engine passes by number in variables; {@link SyncMessage} shows when each is used.
 *
 * <pre>
 *   _OCI_SYNCPIPE    results, written by the monitor
 *   _OCI_STARTPIPE   read once before anything else, and with --exec-attach again before the runtime is started
 *   _OCI_ATTACHPIPE  gets {"data": 0} when the attach socket is there, with --exec-attach
 * </pre>
 */
final class EnginePipes {
    private static final int START_MESSAGE = 8192;

    private final Sys sys;
    private final SyncMessage.Key key;
    private final int start;
    private int sync;
    private int attach;
    private boolean answered;

    private EnginePipes(Sys sys, SyncMessage.Key key, int sync, int start, int attach) {
        this.sys = sys;
        this.key = key;
        this.sync = sync;
        this.start = start;
        this.attach = attach;
    }

    /** Finds the pipes; refuses a variable that is no open descriptor. */
    static EnginePipes find(Sys sys, Environment environment, Settings settings) throws UsageException {
        int sync = descriptor(sys, environment, "_OCI_SYNCPIPE");
        int start = descriptor(sys, environment, "_OCI_STARTPIPE");
        boolean attaches = settings.waitsForAttach();
        int attach = attaches ? descriptor(sys, environment, "_OCI_ATTACHPIPE") : -1;
        if (attaches && attach < 0) {
            throw new UsageException("--attach specified but _OCI_ATTACHPIPE was not");
        }
        SyncMessage.Key key = SyncMessage.Key.of(settings.isApiVersion1(), settings.isExec());
        return new EnginePipes(sys, key, sync, start, attach);
    }

    private static int descriptor(Sys sys, Environment environment, String name) throws UsageException {
        String value = environment.get(name);
        if (value == null) {
            return -1;
        }
        int fd;
        try {
            fd = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException("unable to parse " + name);
        }
        if (sys.descriptorFlags(fd) < 0) {
            throw new UsageException("unable to make " + name + " CLOEXEC");
        }
        return fd;
    }

    /** Keeps the pipes from whatever is started; only in the stage that uses them. */
    void setCloexec() {
        for (int fd : new int[] {sync, start, attach}) {
            if (fd >= 0) {
                sys.setCloexec(fd);
            }
        }
    }

    /** For a monitor that goes on without this engine. */
    void close() {
        for (int fd : new int[] {sync, start, attach}) {
            if (fd >= 0) {
                sys.close(fd);
            }
        }
    }

    /** The start pipe, or -1. */
    int start() {
        return start;
    }

    /** The sync pipe, or -1. */
    int sync() {
        return sync;
    }

    /** Waits for the engine to write to the start pipe: it has put this process into its cgroup by then. */
    void awaitStart() {
        if (start >= 0) {
            int mark = sys.arena().mark();
            sys.read(start, sys.arena().allocate(START_MESSAGE, 8), START_MESSAGE);
            sys.arena().reset(mark);
        }
    }

    /** Tells an engine with --exec-attach that it may connect. */
    void attachIsReady() {
        if (attach >= 0) {
            sys.writeAll(attach, SyncMessage.of(0).encode(key));
        }
    }

    /** Reports a pid or an exit code. */
    void send(SyncMessage message) {
        answered = true;
        // an engine that is gone needs no answer
        if (sync >= 0 && sys.writeAll(sync, message.encode(key)) < 0) {
            sys.close(sync);
            sync = -1;
        }
    }

    /** Reports the failure, unless the engine has its answer already. */
    void fail(byte[] message) {
        if (!answered) {
            send(new SyncMessage(SyncMessage.FAILED, message));
        }
    }
}
