package carafe.monitor.option;

import static carafe.monitor.option.Option.Kind.FLAG;
import static carafe.monitor.option.Option.Kind.INT;
import static carafe.monitor.option.Option.Kind.LIST;
import static carafe.monitor.option.Option.Kind.LONG;
import static carafe.monitor.option.Option.Kind.TEXT;

/**
 * The whole command line: conmon's options (with its names, letters and defaults) and, after them, Carafe's own. The
 * one table for parser, help text, man page and completion.
 */
public enum Option {
    // podman writes "--api-version 1"; the option takes no argument and the "1" is a stray word, which is ignored
    API_VERSION("api-version", 0, FLAG, null, "Use the key \"data\" on the sync pipe, and the attach API"),
    BUNDLE("bundle", 'b', TEXT, "DIR", "Directory of the OCI bundle; the current one by default"),
    CID("cid", 'c', TEXT, "ID", "Identification of the container"),
    CONMON_PIDFILE("conmon-pidfile", 'P', TEXT, "FILE", "File for the pid of the monitor"),
    CONTAINER_PIDFILE("container-pidfile", 'p', TEXT, "FILE", "File for the pid of the container's first process"),
    CUUID("cuuid", 'u', TEXT, "ID", "UUID of the container, or of the exec session"),
    EXEC("exec", 'e', FLAG, null, "Run a command in a running container"),
    EXEC_ATTACH("exec-attach", 0, FLAG, null, "Wait for an attach client before the command is run"),
    EXEC_PROCESS_SPEC("exec-process-spec", 0, TEXT, "FILE", "The process of an exec session"),
    EXIT_COMMAND("exit-command", 0, TEXT, "PATH", "Program to run when the container has exited"),
    EXIT_COMMAND_ARG("exit-command-arg", 0, LIST, "ARG", "Argument of the exit command; may be repeated"),
    EXIT_DELAY("exit-delay", 0, INT, "SECONDS", "Wait before the exit command is run"),
    EXIT_DIR("exit-dir", 0, TEXT, "DIR", "Directory for exit files"),
    LEAVE_STDIN_OPEN("leave-stdin-open", 0, FLAG, null, "Keep stdin open when an attach client leaves"),
    LOG_LEVEL("log-level", 0, TEXT, "LEVEL", "The monitor's own messages: error, warn, info, debug or trace"),
    LOG_PATH("log-path", 'l', LIST, "[DRIVER:]PATH", "Where output is logged; may be repeated"),
    LOG_SIZE_MAX("log-size-max", 0, LONG, "BYTES", "Size at which a log file is begun anew"),
    LOG_GLOBAL_SIZE_MAX("log-global-size-max", 0, LONG, "BYTES", "Bytes that are logged at all"),
    LOG_TAG("log-tag", 0, TEXT, "TAG", "Additional tag, journald only"),
    LOG_LABEL("log-label", 0, LIST, "LABEL=VALUE", "Additional field, journald only; may be repeated"),
    NO_CONTAINER_PARTIAL_MESSAGE("no-container-partial-message", 0, FLAG, null,
            "Do not mark partial lines, journald only"),
    NAME("name", 'n', TEXT, "NAME", "Name of the container"),
    NO_NEW_KEYRING("no-new-keyring", 0, FLAG, null, "The container keeps the session keyring"),
    NO_PIVOT("no-pivot", 0, FLAG, null, "Do not use pivot_root"),
    NO_SYNC_LOG("no-sync-log", 0, FLAG, null, "Do not sync the log files in the end"),
    PERSIST_DIR("persist-dir", '0', TEXT, "DIR", "Directory for the files exit and oom"),
    PIDFILE("pidfile", 0, TEXT, null, "Old name of --container-pidfile"),
    REPLACE_LISTEN_PID("replace-listen-pid", 0, FLAG, null, "Set LISTEN_PID to the runtime's pid whatever it is"),
    RESTORE("restore", 0, TEXT, "DIR", "Restore the container from a checkpoint"),
    RESTORE_ARG("restore-arg", 0, LIST, null, "Old name of --runtime-opt"),
    RUNTIME("runtime", 'r', TEXT, "PATH", "The OCI runtime"),
    RUNTIME_ARG("runtime-arg", 0, LIST, "ARG", "Argument of the runtime before the verb; may be repeated"),
    RUNTIME_OPT("runtime-opt", 0, LIST, "ARG", "Argument of the runtime after the verb; may be repeated"),
    SDNOTIFY_SOCKET("sdnotify-socket", 0, TEXT, "PATH", "The host's socket for sd_notify messages"),
    SOCKET_DIR_PATH("socket-dir-path", 0, TEXT, "DIR", "Directory for links to attach sockets"),
    STDIN("stdin", 'i', FLAG, null, "Give the container a standard input"),
    SYNC("sync", 0, FLAG, null, "Do not detach from the caller"),
    SYSLOG("syslog", 0, FLAG, null, "Send the monitor's own messages to syslog too"),
    SYSTEMD_CGROUP("systemd-cgroup", 's', FLAG, null, "The runtime uses systemd for cgroups"),
    TERMINAL("terminal", 't', FLAG, null, "Give the container a terminal"),
    TIMEOUT("timeout", 'T', INT, "SECONDS", "Kill the container after this time"),
    VERSION("version", 0, FLAG, null, "Print the version"),
    FULL_ATTACH("full-attach", 0, FLAG, null, "The attach socket lies in the bundle, without a link"),
    LOG_ROTATE("log-rotate", 0, FLAG, null, "Keep old log files when a new one is begun"),
    LOG_MAX_FILES("log-max-files", 0, INT, "NUMBER", "How many old log files to keep (1)"),
    LOG_ALLOWLIST_DIR("log-allowlist-dir", 0, LIST, "DIR", "Rotate only in this directory; may be repeated"),

    ATTACH_SLOW("attach-slow", 0, TEXT, "POLICY",
            "For attach clients that fall behind: pace (default), skip or disconnect"),
    ATTACH_STALL("attach-stall", 0, INT, "SECONDS", "A client that takes nothing for so long is disconnected (5)"),
    JOURNAL_STALL("journal-stall", 0, INT, "SECONDS",
            "A journald that takes nothing for so long is not waited for (10)"),
    LOG_POLICY("log-policy", 0, LIST, "STREAM:MODE:RATE[:EVERY]",
            "Limit a stream's bytes a second; mode block, drop or sample"),
    NETWORK_HELPER("network-helper", 0, TEXT, "COMMAND", "Run and watch slirp4netns or pasta for the container"),
    PORT_FORWARD("port-forward", 0, LIST, "[IP:]HOST:GUEST[/udp]", "Forward a port through the network helper"),
    REPLAY_BUFFER("replay-buffer", 0, INT, "BYTES", "Latest output kept for clients that join late (16384)");

    /** What an option takes. */
    public enum Kind {
        FLAG, TEXT, INT, LONG,
        /** A text that may be given several times. */
        LIST
    }

    private final String label;
    private final char letter;
    private final Kind kind;
    private final String argument;
    private final String meaning;

    Option(String label, int letter, Kind kind, String argument, String meaning) {
        this.label = label;
        this.letter = (char) letter;
        this.kind = kind;
        this.argument = argument;
        this.meaning = meaning;
    }

    /** The name after the two dashes. */
    public String label() {
        return label;
    }

    /** The letter after one dash, or 0. */
    public char letter() {
        return letter;
    }

    public Kind kind() {
        return kind;
    }

    /** What its argument stands for in the help text; null for a flag and for what help does not mention. */
    public String argument() {
        return argument;
    }

    public String meaning() {
        return meaning;
    }

    /** Old names work and are not advertised. */
    public boolean isHidden() {
        return this == PIDFILE || this == RESTORE_ARG;
    }

    /** The option whose value this one sets: itself, but for an old name. */
    Option target() {
        return this == PIDFILE ? CONTAINER_PIDFILE : this == RESTORE_ARG ? RUNTIME_OPT : this;
    }

    static Option ofLabel(String label) {
        for (Option option : values()) {
            if (option.label.equals(label)) {
                return option;
            }
        }
        return null;
    }

    static Option ofLetter(char letter) {
        for (Option option : values()) {
            if (option.letter == letter) {
                return option;
            }
        }
        return null;
    }
}
