package carafe.monitor.option;

import carafe.monitor.system.UsageException;

/**
 * Reads a command line as GLib's option parser does, on which conmon's callers rely: {@code --x V} and {@code --x=V},
 * letters in one word ({@code -it}), a letter with its value ({@code -cID}), {@code --} ends the options, and words
 * that belong to no option are ignored.
 */
public final class OptionParser {
    private final String[] words;
    private final Options options = new Options();
    private int at;

    private OptionParser(String[] words) {
        this.words = words;
    }

    /** Reads all words. */
    public static Options parse(String... words) throws UsageException {
        OptionParser parser = new OptionParser(words);
        parser.parse();
        return parser.options;
    }

    private void parse() throws UsageException {
        while (at < words.length) {
            String word = words[at++];
            if (word.equals("--")) {
                return;
            }
            if (word.startsWith("--")) {
                longOption(word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word);
            }
        }
    }

    private void longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        String label = equals < 0 ? word : word.substring(0, equals);
        if (label.equals("help")) {
            options.askForHelp();
            return;
        }
        Option option = Option.ofLabel(label);
        if (option == null) {
            throw new UsageException("Unknown option --" + word);
        }
        if (option.kind() != Option.Kind.FLAG) {
            put(option, equals < 0 ? next("--" + label) : word.substring(equals + 1), "--" + label);
        } else if (equals < 0) {
            put(option, "", label);
        } else {
            // GLib does not know a flag with a value
            throw new UsageException("Unknown option --" + word);
        }
    }

    private void letters(String word) throws UsageException {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (letter == 'h' || letter == '?') {
                options.askForHelp();
                continue;
            }
            Option option = Option.ofLetter(letter);
            if (option == null) {
                throw new UsageException("Unknown option -" + letter);
            }
            if (option.kind() == Option.Kind.FLAG) {
                put(option, "", "-" + letter);
            } else {
                put(option, i + 1 < word.length() ? word.substring(i + 1) : next("-" + letter), "-" + letter);
                return;
            }
        }
    }

    private String next(String option) throws UsageException {
        if (at == words.length) {
            throw new UsageException("Missing argument for " + option);
        }
        return words[at++];
    }

    private void put(Option option, String text, String shown) throws UsageException {
        switch (option.kind()) {
            case INT -> checkNumber(text, shown, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> checkNumber(text, shown, Long.MIN_VALUE, Long.MAX_VALUE);
            default -> {
            }
        }
        options.put(option.target(), text);
    }

    private static void checkNumber(String text, String shown, long min, long max) throws UsageException {
        boolean digits = !text.isEmpty();
        for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits || text.equals("-")) {
            throw new UsageException("Cannot parse integer value '" + text + "' for " + shown);
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return;
            }
        } catch (NumberFormatException e) {
            // more digits than a long has
        }
        throw new UsageException("Integer value '" + text + "' for " + shown + " out of range");
    }
}
