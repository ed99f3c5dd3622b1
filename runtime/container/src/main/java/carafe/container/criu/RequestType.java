package carafe.container.criu;

/** What CRIU is asked for, and what it answers to: {@code criu_req_type} of images/rpc.proto. */
public enum RequestType {
    DUMP(1),
    RESTORE(2),
    PRE_DUMP(4),
    NOTIFY(6),
    VERSION(10);

    private final int number;

    RequestType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** As CRIU's own messages call it. */
    String word() {
        return switch (this) {
            case DUMP -> "dump";
            case RESTORE -> "restore";
            case PRE_DUMP -> "pre-dump";
            case NOTIFY -> "notify";
            case VERSION -> "version";
        };
    }
}
