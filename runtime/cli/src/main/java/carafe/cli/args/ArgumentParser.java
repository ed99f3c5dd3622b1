package carafe.cli.args;

/**
 * Reads a command line the way Go's flag package does, which is what every caller of runc relies on: one or two dashes
 * for any name, the value attached with {@code =} or as the next word, toggles without a value, {@code --} as the end.
 *
 * <p>Flags may also follow operands unless the syntax says otherwise. (runc 1.1 moves them forward before parsing and
 * loses those that follow a toggle and an operand, as in {@code run -d ID --bundle DIR}; later releases, and this
 * parser, read them.)
 */
public final class ArgumentParser {
    private final Syntax syntax;
    private final String[] words;
    private final Arguments arguments = new Arguments();
    private int next;

    private ArgumentParser(Syntax syntax, String[] words, int from) {
        this.syntax = syntax;
        this.words = words;
        this.next = from;
    }

    /**
     * Parses {@code words} from index {@code from} on.
     *
     * @throws UsageException when a flag is unknown, lacks its value or has a malformed one
     */
    public static Arguments parse(Syntax syntax, String[] words, int from) {
        return new ArgumentParser(syntax, words, from).parse();
    }

    private Arguments parse() {
        while (next < words.length) {
            String word = words[next++];
            if (word.equals("--")) {
                takeRemainingAsOperands();
            } else if (isFlag(word)) {
                takeFlag(word);
            } else {
                arguments.addOperand(word);
                if (syntax.flagsEndAtOperand()) {
                    takeRemainingAsOperands();
                }
            }
        }
        return arguments;
    }

    /** A lone dash is an operand: it stands for standard input. */
    private static boolean isFlag(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    private void takeRemainingAsOperands() {
        while (next < words.length) {
            arguments.addOperand(words[next++]);
        }
    }

    private void takeFlag(String word) {
        String body = word.substring(word.startsWith("--") ? 2 : 1);
        if (body.isEmpty() || body.charAt(0) == '-' || body.charAt(0) == '=') {
            throw new UsageException("bad flag syntax: " + word);
        }
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        String attached = equals < 0 ? null : body.substring(equals + 1);
        Flag flag = syntax.flagNamed(name);
        if (flag == null) {
            throw new UsageException("flag provided but not defined: -" + name);
        }
        String alone = flag.kind() == Flag.Kind.ATTACHED_TEXT ? "" : "true";
        String value = flag.takesValue() ? valueOf(name, attached) : attached == null ? alone : attached;
        check(flag, name, value);
        arguments.put(flag, value);
    }

    private String valueOf(String name, String attached) {
        if (attached != null) {
            return attached;
        }
        if (next == words.length) {
            throw new UsageException("flag needs an argument: -" + name);
        }
        return words[next++];
    }

    private static void check(Flag flag, String name, String value) {
        try {
            switch (flag.kind()) {
                case TOGGLE -> GoValues.parseBool(value);
                case INTEGER -> GoValues.parseInteger(value);
                case DURATION -> GoDuration.parse(value);
                case TEXT, ATTACHED_TEXT -> {
                }
            }
        } catch (IllegalArgumentException malformed) {
            String subject = flag.takesValue()
                    ? "invalid value \"" + value + "\" for flag -"
                    : "invalid boolean value \"" + value + "\" for -";
            throw new UsageException(subject + name + ": " + malformed.getMessage());
        }
    }
}
