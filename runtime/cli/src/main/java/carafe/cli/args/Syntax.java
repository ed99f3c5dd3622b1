package carafe.cli.args;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line of one verb, or of the program itself: what may follow its name, and what the manual says about it.
 *
 * @param name the verb as it is typed
 * @param summary one line without a final stop, lower case
 * @param operands positional arguments in order; only the last may repeat
 * @param flags all flags except {@code --help}, in the order help shows them
 * @param flagsEndAtOperand whether the first positional argument ends flag parsing, so that what follows can be the
 *     command line of another program
 * @param onFailure how failures of this verb are announced
 * @param description paragraphs for help and manual, separated by an empty line
 * @param examples complete command lines worth imitating
 */
public record Syntax(
        String name,
        String summary,
        List<Operand> operands,
        List<Flag> flags,
        boolean flagsEndAtOperand,
        OnFailure onFailure,
        String description,
        List<Example> examples) {

    /** A command line and what it does. */
    public record Example(String command, String effect) {
    }

    /**
     * How a failure that is not a usage error is announced.
     *
     * @param namesProgram whether the message starts with the program's name and a space
     * @param prefix what stands before the message proper
     * @param status the exit status
     */
    public record OnFailure(boolean namesProgram, String prefix, int status) {
    }

    public static Builder of(String name, String summary) {
        return new Builder(name, summary);
    }

    public int leastOperands() {
        int least = 0;
        for (Operand operand : operands) {
            if (operand.required()) {
                least++;
            }
        }
        return least;
    }

    /** The largest accepted number of operands, {@link Integer#MAX_VALUE} when the last one repeats. */
    public int mostOperands() {
        boolean open = !operands.isEmpty() && operands.getLast().repeats();
        return open ? Integer.MAX_VALUE : operands.size();
    }

    /** What is wrong with this number of operands, in runc's words; null when it is right. */
    public String complaintAbout(int count) {
        int least = leastOperands();
        int most = mostOperands();
        if (count >= least && count <= most) {
            return null;
        }
        String bound = least == most ? "exactly " + least
                : count < least ? "a minimum of " + least
                : "a maximum of " + most;
        return "\"" + name + "\" requires " + bound + " argument(s)";
    }

    /** The flag with this long or short name; null when there is none. */
    public Flag flagNamed(String word) {
        for (Flag flag : flags) {
            if (flag.isNamed(word)) {
                return flag;
            }
        }
        return Flag.HELP.isNamed(word) ? Flag.HELP : null;
    }

    /** The verb with its options and operands, as a usage line shows it. */
    public String usage() {
        StringBuilder line = new StringBuilder(name);
        if (!flags.isEmpty()) {
            line.append(" [options]");
        }
        for (Operand operand : operands) {
            line.append(' ').append(operand.usage());
        }
        return line.toString();
    }

    /** Collects the optional parts of a syntax; everything not mentioned is empty. */
    public static final class Builder {
        private static final int GENERAL_FAILURE = 1;

        private final String name;
        private final String summary;
        private List<Operand> operands = List.of();
        private List<Flag> flags = List.of();
        private boolean flagsEndAtOperand;
        private OnFailure onFailure = new OnFailure(false, "", GENERAL_FAILURE);
        private String description = "";
        private final List<Example> examples = new ArrayList<>();

        private Builder(String name, String summary) {
            this.name = name;
            this.summary = summary;
        }

        public Builder operands(Operand... accepted) {
            operands = List.of(accepted);
            return this;
        }

        public Builder flags(Flag... accepted) {
            flags = List.of(accepted);
            return this;
        }

        public Builder flagsEndAtOperand() {
            flagsEndAtOperand = true;
            return this;
        }

        /** Failures read {@code PROGRAM PREFIXmessage}, as those of runc's create and run do. */
        public Builder failuresNameProgramAnd(String prefix) {
            onFailure = new OnFailure(true, prefix, GENERAL_FAILURE);
            return this;
        }

        /** Failures read {@code PREFIXmessage} and end with {@code status}. */
        public Builder failuresRead(String prefix, int status) {
            onFailure = new OnFailure(false, prefix, status);
            return this;
        }

        public Builder description(String paragraphs) {
            description = paragraphs.strip();
            return this;
        }

        public Builder example(String command, String effect) {
            examples.add(new Example(command, effect));
            return this;
        }

        public Syntax build() {
            return new Syntax(name, summary, operands, flags, flagsEndAtOperand, onFailure, description,
                    List.copyOf(examples));
        }
    }
}
