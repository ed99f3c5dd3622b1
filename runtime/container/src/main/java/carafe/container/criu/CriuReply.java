package carafe.container.criu;

import carafe.kernel.Errno;

/**
 * An answer or a notification: {@code criu_resp} of images/rpc.proto.
 *
 * @param type    of the request it answers, or NOTIFY; as number
 * @param errno   positive, 0 for none
 * @param message of an error; null if CRIU gave none
 * @param script  the step of a notification, null in other replies
 * @param pid     of the first process that is restored or was; 0 where it is not told
 * @param version 10000 * major + 100 * minor + sublevel, 0 where it is not told
 */
record CriuReply(int type, boolean success, int errno, String message, String script, int pid, int version) {

    static CriuReply read(byte[] bytes) {
        int type = 0;
        boolean success = false;
        int errno = 0;
        String message = null;
        String script = null;
        int pid = 0;
        int version = 0;
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = in.number();
                case 2 -> success = in.flag();
                case 4 -> pid = numberOf(in.message(), 1);
                case 5 -> {
                    script = textOf(in.message(), 1);
                    pid = numberOf(in.message(), 2);
                }
                case 7 -> errno = Math.abs(in.number());
                case 9 -> message = in.text();
                case 10 -> version = 10_000 * numberOf(in.message(), 1) + 100 * numberOf(in.message(), 2)
                        + numberOf(in.message(), 4);
                default -> { }
            }
        }
        return new CriuReply(type, success, errno, message, script, pid, version);
    }

    private static int numberOf(ProtoReader message, int field) {
        while (message.next()) {
            if (message.field() == field) {
                return message.number();
            }
        }
        return 0;
    }

    private static String textOf(ProtoReader message, int field) {
        while (message.next()) {
            if (message.field() == field) {
                return message.text();
            }
        }
        return "";
    }

    boolean isNotification() {
        return type == RequestType.NOTIFY.number();
    }

    /** What an unsuccessful reply says of the reason; empty if nothing. */
    String reason() {
        if (message != null && !message.isEmpty()) {
            return ": " + message.lines().findFirst().orElse("").strip();
        }
        return errno == 0 ? "" : ": " + Errno.text(errno);
    }
}
