package carafe.cli.verb;

import carafe.cli.args.ArgumentParser;
import carafe.cli.args.Arguments;
import carafe.cli.out.Log;
import carafe.cli.out.RecordedOutput;
import carafe.kernel.LocalKernel;
import java.nio.file.Path;
import java.util.Map;

/** Runs one verb as the program would, in this JVM, with a state root of its own. */
final class VerbHarness {
    private final Path root;
    final RecordedOutput output = new RecordedOutput();

    VerbHarness(Path root) {
        this.root = root;
    }

    int run(Verb verb, String... words) {
        try (LocalKernel kernel = new LocalKernel()) {
            Arguments global =
                    ArgumentParser.parse(GlobalFlags.SYNTAX, new String[] {"--root", root.toString()}, 0);
            Arguments arguments = ArgumentParser.parse(verb.syntax(), words, 0);
            Environment environment = Map.<String, String>of()::get;
            return verb.run(new Invocation("carafe", global, arguments, StateRoot.of(global, kernel, environment),
                    kernel, environment, output, Log.toStderr(output)));
        }
    }
}
