package carafe.cli;

import carafe.cli.out.DescriptorOutput;
import carafe.cli.verb.Verbs;
import carafe.kernel.LocalKernel;
import carafe.kernel.StartWords;

/** Where the process starts. */
public final class Main {
    private static final String DEFAULT_NAME = "carafe";

    private Main() {
    }

    /** The JVM's way in. The launcher passes the name it was called by, because a JVM does not know its own. */
    public static void main(String[] args) {
        // No orderly exit: there is nothing to run on the way out, and shutdown hooks cost time.
        Runtime.getRuntime().halt(run(System.getProperty("carafe.argv0", DEFAULT_NAME), StartWords.arguments(args)));
    }

    /** Runs one command line (without the program's name) and returns the exit status. */
    public static int run(String[] args) {
        return run(DEFAULT_NAME, args);
    }

    /**
     * Runs one command line.
     *
     * @param argv0 the name the program was called by, as execve(2) got it
     */
    public static int run(String argv0, String[] args) {
        try (LocalKernel kernel = new LocalKernel()) {
            DescriptorOutput output = new DescriptorOutput(kernel);
            return new Application(new ProgramName(argv0), Verbs.OF_CARAFE, kernel, StartWords::variable, output).run(args);
        }
    }
}
