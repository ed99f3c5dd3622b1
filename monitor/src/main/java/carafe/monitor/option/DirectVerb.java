package carafe.monitor.option;

/** What a person can ask of the monitor without an engine: the first word of the command line. */
public enum DirectVerb {
    RUN("run", "[--bundle DIR] [OPTION...] ID", "run a bundle detached: supervised and logged"),
    ATTACH("attach", "ID", "join a container's input and output"),
    LOGS("logs", "[-f] [-t] ID", "print a container's output"),
    WAIT("wait", "ID", "wait for a container and exit with its code"),
    CTL("ctl", "SOCKET VERB [NAME=VALUE...]", "send a request to a control socket"),
    ADOPT("adopt", "BUNDLE", "take over a container whose monitor is gone");

    private final String label;
    private final String arguments;
    private final String meaning;

    DirectVerb(String label, String arguments, String meaning) {
        this.label = label;
        this.arguments = arguments;
        this.meaning = meaning;
    }

    public String label() {
        return label;
    }

    public String arguments() {
        return arguments;
    }

    public String meaning() {
        return meaning;
    }

    /** The verb of this name, or null. */
    public static DirectVerb ofLabel(String label) {
        for (DirectVerb verb : values()) {
            if (verb.label.equals(label)) {
                return verb;
            }
        }
        return null;
    }
}
