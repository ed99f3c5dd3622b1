package carafe.container.cgroup.dbus;

/**
 * A message that came in.
 *
 * @param replySerial the call it answers, 0 for a signal
 * @param member      name of the signal, else empty
 * @param errorName   empty unless it is an error
 */
record DbusMessage(int type, long replySerial, String member, String errorName, String signature, byte[] body) {
    static final int CALL = 1;
    static final int RETURN = 2;
    static final int ERROR = 3;
    static final int SIGNAL = 4;

    /** Up to and including the length of the header fields. */
    static final int FIXED_HEADER = 16;

    private static final int PATH = 1;
    private static final int INTERFACE = 2;
    private static final int MEMBER = 3;
    private static final int ERROR_NAME = 4;
    private static final int REPLY_SERIAL = 5;
    private static final int DESTINATION = 6;
    private static final int SIGNATURE = 8;

    private static final int PROTOCOL_VERSION = 1;
    private static final int LARGEST = 1 << 27;

    DbusReader read() {
        return new DbusReader(body);
    }

    /**
     * A method call in its wire form.
     *
     * @param destination the name of the service, needed on a bus
     */
    static byte[] call(int serial, String destination, String path, String interfaceName, String member,
            DbusValue... arguments) {
        DbusWriter body = new DbusWriter();
        StringBuilder signature = new StringBuilder();
        for (DbusValue argument : arguments) {
            signature.append(argument.signature());
            body.write(argument);
        }
        DbusWriter fields = new DbusWriter();
        field(fields, PATH, new DbusValue.Text('o', path));
        field(fields, INTERFACE, DbusValue.text(interfaceName));
        field(fields, MEMBER, DbusValue.text(member));
        field(fields, DESTINATION, DbusValue.text(destination));
        if (!signature.isEmpty()) {
            field(fields, SIGNATURE, new DbusValue.Text('g', signature.toString()));
        }
        return new DbusWriter()
                .number('l', 1).number(CALL, 1).number(0, 1).number(PROTOCOL_VERSION, 1)
                .number(body.size(), 4).number(serial, 4).number(fields.size(), 4)
                .raw(fields.toBytes()).align(Alignment.STRUCT)
                .raw(body.toBytes())
                .toBytes();
    }

    private static void field(DbusWriter fields, int code, DbusValue value) {
        fields.align(Alignment.STRUCT).number(code, 1).write(new DbusValue.Variant(value));
    }

    /** How many bytes follow the fixed part of a header. */
    static int restLength(byte[] fixed) {
        if (fixed[0] != 'l') {
            throw new DbusException("message is not little-endian");
        }
        DbusReader reader = new DbusReader(fixed);
        reader.number(4);
        long body = reader.uint32();
        reader.uint32();
        long fields = reader.uint32();
        long rest = (fields + Alignment.STRUCT - 1 & -Alignment.STRUCT) + body;
        if (rest > LARGEST) {
            throw new DbusException("message is too long");
        }
        return (int) rest;
    }

    static DbusMessage parse(byte[] fixed, byte[] rest) {
        DbusReader header = new DbusReader(fixed);
        header.number(1);
        int type = (int) header.number(1);
        header.number(2);
        int bodyLength = (int) header.uint32();
        header.uint32();
        int fieldsLength = (int) header.uint32();
        DbusReader fields = new DbusReader(rest, 0, fieldsLength);
        long replySerial = 0;
        String member = "";
        String errorName = "";
        String signature = "";
        while (fields.hasMore()) {
            fields.align(Alignment.STRUCT);
            int code = (int) fields.number(1);
            switch (code) {
                case REPLY_SERIAL -> {
                    fields.signature();
                    replySerial = fields.uint32();
                }
                case MEMBER -> member = fields.variant();
                case ERROR_NAME -> errorName = fields.variant();
                case SIGNATURE -> signature = fields.variant();
                default -> fields.variant();
            }
        }
        byte[] body = new byte[bodyLength];
        System.arraycopy(rest, rest.length - bodyLength, body, 0, bodyLength);
        return new DbusMessage(type, replySerial, member, errorName, signature, body);
    }
}
