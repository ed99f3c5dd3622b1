package carafe.shim;

/** The verbs of the control socket with the members each takes: the one table for codec, shell and help. */
public enum ControlVerb {
    STATE("state", "", "status, pids, exit code and settings"),
    WAIT("wait", "", "answers when the container has exited"),
    EVENTS("events", "", "follows started, oom and exited"),
    ATTACH("attach", "replay=BYTES stdin=true|false", "joins output and input, with the latest output first"),
    RESIZE("resize", "height=ROWS width=COLUMNS", "sets the terminal's window size"),
    SIGNAL("signal", "signal=NUMBER", "signals the container's first process"),
    CLOSE_STDIN("close-stdin", "", "ends the container's standard input"),
    REOPEN_LOGS("reopen-logs", "", "opens the log files by name again"),
    STATS("stats", "", "bytes, lines and drops of each stream; memory of the monitor"),
    EXEC("exec", "", "starts another process, as an exec session's own monitor asks for"),
    LOG_POLICY("log-policy", "stream=stdout|stderr mode=none|block|drop|sample rate=BYTES every=LINES",
            "limits the rate of a stream");

    private final String label;
    private final String members;
    private final String meaning;

    ControlVerb(String label, String members, String meaning) {
        this.label = label;
        this.members = members;
        this.meaning = meaning;
    }

    /** The verb as it is written. */
    public String label() {
        return label;
    }

    /** The members a request has beside v, id and verb, as NAME=VALUE words. */
    public String members() {
        return members;
    }

    /** What it does, for the help text. */
    public String meaning() {
        return meaning;
    }

    /** The verb of this name. */
    public static ControlVerb ofLabel(String label) throws ProtocolException {
        for (ControlVerb verb : values()) {
            if (verb.label.equals(label)) {
                return verb;
            }
        }
        StringBuilder all = new StringBuilder();
        for (ControlVerb verb : values()) {
            all.append(all.isEmpty() ? "" : ", ").append(verb.label);
        }
        throw new ProtocolException("verb is \"" + label + "\", expected one of " + all);
    }
}
