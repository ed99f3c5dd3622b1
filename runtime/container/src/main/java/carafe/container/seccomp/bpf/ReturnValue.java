package carafe.container.seccomp.bpf;

/** What a filter returns: an action in the high 16 bits, data for it in the low 16 (linux/seccomp.h). */
public final class ReturnValue {
    /** SECCOMP_RET_ACTION_FULL. */
    private static final int ACTION = 0xffff_0000;
    /** SECCOMP_RET_DATA. */
    private static final int DATA = 0x0000_ffff;

    public static final int KILL_PROCESS = 0x8000_0000;
    public static final int KILL_THREAD = 0x0000_0000;
    public static final int TRAP = 0x0003_0000;
    public static final int ERRNO = 0x0005_0000;
    public static final int USER_NOTIF = 0x7fc0_0000;
    public static final int TRACE = 0x7ff0_0000;
    public static final int LOG = 0x7ffc_0000;
    public static final int ALLOW = 0x7fff_0000;

    private ReturnValue() {
    }

    public static int action(int value) {
        return value & ACTION;
    }

    /** Whether {@code first} would win over {@code second} in the kernel: it takes the action that is lower, signed. */
    public static boolean isMoreSevere(int first, int second) {
        return action(first) < action(second);
    }

    /** For people: "ALLOW", "ERRNO 38". */
    public static String text(int value) {
        String name = switch (action(value)) {
            case KILL_PROCESS -> "KILL_PROCESS";
            case KILL_THREAD -> "KILL_THREAD";
            case TRAP -> "TRAP";
            case ERRNO -> "ERRNO";
            case USER_NOTIF -> "NOTIFY";
            case TRACE -> "TRACE";
            case LOG -> "LOG";
            case ALLOW -> "ALLOW";
            default -> "0x" + Integer.toHexString(action(value));
        };
        int data = value & DATA;
        return data == 0 ? name : name + " " + data;
    }
}
