package carafe.cli.args;

import java.util.ArrayList;
import java.util.List;

/** A parsed command line: the value of every flag that was given, and the operands. */
public final class Arguments {
    private final List<Flag> given = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    Arguments() {
    }

    void put(Flag flag, String value) {
        given.add(flag);
        values.add(value);
    }

    void addOperand(String operand) {
        operands.add(operand);
    }

    /** Whether the flag was written at all, with whatever value. */
    public boolean has(Flag flag) {
        return given.contains(flag);
    }

    /** The last value written for the flag, else its fallback, else null. */
    public String text(Flag flag) {
        for (int i = given.size() - 1; i >= 0; i--) {
            if (given.get(i) == flag) {
                return values.get(i);
            }
        }
        return flag.fallback();
    }

    /** Like {@link #text}, but an empty value counts as absent: runc's callers pass {@code --flag ""} freely. */
    public String textOrNull(Flag flag) {
        String value = text(flag);
        return value == null || value.isEmpty() ? null : value;
    }

    /** All values of a repeatable flag, in the order written. */
    public List<String> texts(Flag flag) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i) == flag) {
                all.add(values.get(i));
            }
        }
        return all;
    }

    /** Whether a toggle is on; the last occurrence wins, absent means off. */
    public boolean isOn(Flag toggle) {
        String value = text(toggle);
        return value != null && GoValues.parseBool(value);
    }

    /** The value of an integer flag, which must be present or have a fallback. */
    public long integer(Flag flag) {
        return GoValues.parseInteger(text(flag));
    }

    /** All values of a repeatable integer flag, in the order written. */
    public List<Long> integers(Flag flag) {
        List<Long> all = new ArrayList<>();
        for (String text : texts(flag)) {
            all.add(GoValues.parseInteger(text));
        }
        return all;
    }

    /** The value of a duration flag in nanoseconds; the flag must be present or have a fallback. */
    public long nanoseconds(Flag flag) {
        return GoDuration.parse(text(flag));
    }

    public List<String> operands() {
        return operands;
    }

    /** The operand at this position, or null. */
    public String operand(int position) {
        return position < operands.size() ? operands.get(position) : null;
    }
}
