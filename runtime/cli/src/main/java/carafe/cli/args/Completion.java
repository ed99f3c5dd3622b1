package carafe.cli.args;

import java.util.List;

/** What a shell can offer for the value of a flag or for an operand. */
public sealed interface Completion {

    /** Nothing useful can be offered: a number, a name yet to be chosen. */
    record Nothing() implements Completion {
    }

    /** Any file. */
    record Files() implements Completion {
    }

    /** Directories only. */
    record Directories() implements Completion {
    }

    /** The containers known under the state root. */
    record ContainerIds() implements Completion {
    }

    /** A closed set of words. */
    record OneOf(List<String> words) implements Completion {
        public OneOf {
            words = List.copyOf(words);
        }
    }
}
