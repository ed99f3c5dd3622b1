package carafe.monitor.system;

import carafe.kernel.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * This program, to be started again.
 *
 * @param prefix the words before its arguments: its name, and on a JVM all that makes the JVM run it
 */
public record Self(List<String> prefix) {
    /** What to execute; a path that stays right even if the file was replaced. */
    public static final String PATH = "/proc/self/exe";

    /** @param arguments how many of the words of this process are arguments */
    public static Self of(Sys sys, int arguments) {
        List<String> words = Environment.nulSeparated(sys.readFile("/proc/self/cmdline"));
        return new Self(words.subList(0, words.size() - arguments));
    }

    /** The words that start this program with other arguments. */
    public List<String> with(List<String> arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(arguments);
        return words;
    }
}
