package carafe.monitor.option;

import java.util.ArrayList;
import java.util.List;

/** A command line as it was given: for each option its texts, in order. */
public final class Options {
    private final List<List<String>> values = new ArrayList<>();
    private boolean help;

    Options() {
        for (int i = 0; i < Option.values().length; i++) {
            values.add(List.of());
        }
    }

    void put(Option option, String text) {
        List<String> old = values.get(option.ordinal());
        List<String> all = option.kind() == Option.Kind.LIST ? new ArrayList<>(old) : new ArrayList<>();
        all.add(text);
        values.set(option.ordinal(), all);
    }

    void askForHelp() {
        help = true;
    }

    /** Whether --help was given. */
    public boolean wantsHelp() {
        return help;
    }

    public boolean has(Option option) {
        return !values.get(option.ordinal()).isEmpty();
    }

    /** The text given last, or null. */
    public String text(Option option) {
        return has(option) ? values.get(option.ordinal()).getLast() : null;
    }

    /** The text given last, or {@code otherwise}. */
    public String text(Option option, String otherwise) {
        return has(option) ? text(option) : otherwise;
    }

    /** The number given last, or {@code otherwise}. */
    public long number(Option option, long otherwise) {
        return has(option) ? Long.parseLong(text(option)) : otherwise;
    }

    /** Every text of an option that may be repeated. */
    public List<String> all(Option option) {
        return values.get(option.ordinal());
    }
}
