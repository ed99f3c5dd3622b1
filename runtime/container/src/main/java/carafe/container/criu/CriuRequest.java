package carafe.container.criu;

/** A request with its options: {@code criu_req} with {@code criu_opts} of images/rpc.proto. */
public final class CriuRequest {
    /** Fields of criu_req. */
    private static final int TYPE = 1;
    private static final int OPTIONS = 2;
    private static final int NOTIFY_SUCCESS = 3;
    /** Fields of ext_mount_map, inherit_fd, cgroup_root, join_namespace and criu_page_server_info. */
    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final RequestType type;
    private final ProtoWriter options = new ProtoWriter();

    CriuRequest(RequestType type) {
        this.type = type;
    }

    public RequestType type() {
        return type;
    }

    CriuRequest set(CriuOption option, boolean value) {
        options.flag(option.field(), value);
        return this;
    }

    CriuRequest set(CriuOption option, long value) {
        options.number(option.field(), value);
        return this;
    }

    CriuRequest set(CriuOption option, String value) {
        options.text(option.field(), value);
        return this;
    }

    /** Two texts that belong together; CRIU collects them where the option is given several times. */
    CriuRequest add(CriuOption option, String first, String second) {
        options.message(option.field(), new ProtoWriter().text(FIRST, first).text(SECOND, second));
        return this;
    }

    CriuRequest add(CriuOption option, String first, long second) {
        options.message(option.field(), new ProtoWriter().text(FIRST, first).number(SECOND, second));
        return this;
    }

    byte[] toBytes() {
        return new ProtoWriter().number(TYPE, type.number()).message(OPTIONS, options).toBytes();
    }

    /** Without options. */
    static byte[] versionRequest() {
        return new ProtoWriter().number(TYPE, RequestType.VERSION.number()).toBytes();
    }

    /** Lets CRIU go on after a notification, or give up. */
    static byte[] notified(boolean success) {
        return new ProtoWriter().number(TYPE, RequestType.NOTIFY.number()).flag(NOTIFY_SUCCESS, success).toBytes();
    }
}
