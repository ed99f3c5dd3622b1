package carafe.monitor.option;

import carafe.kernel.BuildInfo;

/** The texts of --help and --version. */
public final class Help {
    public static final BuildInfo BUILD = BuildInfo.beside(Help.class);
    /**
     * The release of conmon whose contract is kept. Engines read it: podman wants a line that begins with
     * {@code conmon version}, and CRI-O takes the third word and compares it (2.0.19 for --sync, 2.1.2 for
     * --log-global-size-max).
     */
    public static final String CONTRACT = "2.2.1";

    private static final int COLUMN = 40;

    private Help() {
    }

    public static String version() {
        return "conmon version " + CONTRACT + "\ncommit: carafe-monitor " + BUILD.version() + " (" + BUILD.commit()
                + ", built " + BUILD.built() + ")\n";
    }

    public static String usage() {
        StringBuilder text = new StringBuilder("Usage:\n"
                + "  carafe-monitor [OPTION...]            in conmon's place, for an engine\n"
                + "  carafe-monitor VERB [ARGUMENT...]     by hand: ");
        for (DirectVerb verb : DirectVerb.values()) {
            text.append(verb.ordinal() == 0 ? "" : ", ").append(verb.label());
        }
        text.append("\n\nVerbs:\n");
        for (DirectVerb verb : DirectVerb.values()) {
            row(text, "  " + verb.label() + " " + verb.arguments(), verb.meaning());
        }
        text.append("\nOptions:\n");
        row(text, "  -h, --help", "Show this text");
        for (Option option : Option.values()) {
            if (!option.isHidden()) {
                row(text, names(option), option.meaning());
            }
        }
        return text.toString();
    }

    private static String names(Option option) {
        String letter = option.letter() == 0 ? "  " : "  -" + option.letter() + ", ";
        return letter + "--" + option.label() + (option.argument() == null ? "" : "=" + option.argument());
    }

    private static void row(StringBuilder text, String left, String right) {
        text.append(left);
        int blanks = COLUMN - left.length();
        text.append(blanks > 1 ? " ".repeat(blanks) : "\n" + " ".repeat(COLUMN)).append(right).append('\n');
    }
}
