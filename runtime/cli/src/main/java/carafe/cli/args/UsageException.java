package carafe.cli.args;

/** The command line itself is wrong; the message says how, in the words Go's flag package uses. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        // Neither suppression nor a stack trace: the message is all anyone sees.
        super(onOneLine(message), null, false, false);
    }

    /** Messages quote words of the caller, which may contain anything. */
    private static String onOneLine(String message) {
        StringBuilder line = new StringBuilder(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else {
                line.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        return line.toString();
    }
}
