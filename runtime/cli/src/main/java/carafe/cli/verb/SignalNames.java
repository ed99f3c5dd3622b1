package carafe.cli.verb;

import carafe.container.Refused;
import java.util.List;
import java.util.Locale;

/**
 * Signals by name, as people write them. The numbers are those of asm-generic/signal.h, which hold on every
 * architecture Carafe runs on.
 */
final class SignalNames {
    private static final String PREFIX = "SIG";

    /** Index: signal number. */
    private static final String[] BY_NUMBER = {
            null, "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS",
    };

    /** What is worth offering to a person. */
    static final List<String> COMMON =
            List.of("HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "TERM", "CONT", "STOP", "WINCH");

    private SignalNames() {
    }

    /**
     * The number of a signal given by number or by name, with or without SIG, in any case. A number is passed on
     * unchecked: the kernel knows best which exist.
     *
     * @throws Refused when there is no such name
     */
    static int parse(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return byName(text);
        }
    }

    private static int byName(String text) {
        boolean prefixed = text.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
        String name = prefixed ? text.substring(PREFIX.length()) : text;
        for (int number = 1; number < BY_NUMBER.length; number++) {
            if (BY_NUMBER[number].equalsIgnoreCase(name)) {
                return number;
            }
        }
        // Older names for two of them.
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "IOT" -> 6;
            case "CLD" -> 17;
            case "POLL" -> 29;
            default -> throw new Refused("unknown signal \"" + text + "\"");
        };
    }
}
