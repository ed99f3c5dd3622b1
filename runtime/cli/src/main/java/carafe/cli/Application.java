package carafe.cli;

import carafe.cli.args.ArgumentParser;
import carafe.cli.args.Arguments;
import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.cli.args.UsageException;
import carafe.cli.help.HelpText;
import carafe.cli.out.Log;
import carafe.cli.out.LogFormat;
import carafe.cli.out.LogLevel;
import carafe.cli.out.LogSink;
import carafe.cli.out.Output;
import carafe.cli.verb.Environment;
import carafe.cli.verb.GlobalFlags;
import carafe.cli.verb.Invocation;
import carafe.cli.verb.StateRoot;
import carafe.cli.verb.Tracing;
import carafe.cli.verb.Verb;
import carafe.cli.verb.Verbs;
import carafe.cli.verb.VersionText;
import carafe.container.Refused;
import carafe.kernel.LocalKernel;
import java.util.List;

/**
 * One run of the program: global flags, then the verb and its flags, then the verb itself.
 *
 * <p>The order decides where errors go. The log is set up between the two, so a wrong flag of a verb is reported where
 * {@code --log} says, and a wrong global flag on standard error.
 */
final class Application {
    private static final int FAILURE = 1;
    /** What runc has always returned for a command it does not know. */
    private static final int UNKNOWN_COMMAND = 3;

    private final ProgramName calledAs;
    private final String program;
    private final Verbs verbs;
    private final LocalKernel kernel;
    private final Environment environment;
    private final Output output;
    private Log log;

    Application(ProgramName calledAs, Verbs verbs, LocalKernel kernel, Environment environment, Output output) {
        this.calledAs = calledAs;
        this.program = calledAs.base();
        this.verbs = verbs;
        this.kernel = kernel;
        this.environment = environment;
        this.output = output;
        this.log = Log.toStderr(output);
    }

    int run(String[] words) {
        Arguments global;
        try {
            global = ArgumentParser.parse(GlobalFlags.SYNTAX, words, 0);
        } catch (UsageException wrong) {
            output.stdout("Incorrect Usage. " + wrong.getMessage() + "\n\n" + programHelp());
            log.fail(wrong.getMessage(), List.of());
            return FAILURE;
        }
        String name = global.operand(0);
        if (global.isOn(Flag.HELP) || !global.isOn(GlobalFlags.VERSION) && (name == null || name.isEmpty())) {
            output.stdout(programHelp());
            return 0;
        }
        if (global.isOn(GlobalFlags.VERSION)) {
            output.stdout(VersionText.of(program));
            return 0;
        }
        try {
            log = openLog(global);
            StateRoot root = StateRoot.of(global, kernel, environment);
            return isHelp(name) ? help(global) : dispatch(name, global, root, words);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            return fail(failure, GlobalFlags.SYNTAX.onFailure());
        }
    }

    private Log openLog(Arguments global) {
        String word = global.text(GlobalFlags.LOG_FORMAT);
        LogFormat format = word.isEmpty() ? LogFormat.TEXT : LogFormat.named(word);
        if (format == null) {
            throw new Refused("invalid log-format: " + word);
        }
        LogLevel threshold = global.isOn(GlobalFlags.DEBUG) ? LogLevel.DEBUG
                : LogLevel.named(global.text(GlobalFlags.LOG_LEVEL));
        if (threshold == null) {
            throw new Refused("invalid log-level: " + global.text(GlobalFlags.LOG_LEVEL));
        }
        String destination = global.textOrNull(GlobalFlags.LOG);
        LogSink sink = destination == null ? null : LogDestination.open(kernel, destination, program);
        return new Log(output, sink, format, threshold);
    }

    private static boolean isHelp(String name) {
        return name.equals("help") || name.equals("h");
    }

    private int help(Arguments global) {
        String topic = global.operand(1);
        if (topic == null || topic.isEmpty()) {
            output.stdout(programHelp());
            return 0;
        }
        Verb verb = verbs.named(topic);
        if (verb == null) {
            return unknownCommand(topic);
        }
        output.stdout(HelpText.ofVerb(program, verb.syntax()));
        return 0;
    }

    private int dispatch(String name, Arguments global, StateRoot root, String[] words) {
        Verb verb = verbs.named(name);
        if (verb == null) {
            return unknownCommand(name);
        }
        Syntax syntax = verb.syntax();
        Arguments arguments;
        try {
            int afterVerb = words.length - global.operands().size() + 1;
            arguments = ArgumentParser.parse(syntax, words, afterVerb);
        } catch (UsageException wrong) {
            return misused(syntax, "Incorrect Usage: " + wrong.getMessage(), wrong.getMessage());
        }
        if (arguments.isOn(Flag.HELP)) {
            output.stdout(HelpText.ofVerb(program, syntax));
            return 0;
        }
        String complaint = syntax.complaintAbout(arguments.operands().size());
        if (complaint != null) {
            return misused(syntax, "Incorrect Usage.", calledAs.argv0() + ": " + complaint);
        }
        try {
            Invocation call =
                    new Invocation(program, global, arguments, root, kernel, environment, output, log);
            int status = run(verb, call);
            log.finish();
            return status;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            return fail(failure, syntax.onFailure());
        }
    }

    private static int run(Verb verb, Invocation call) {
        Tracing tracing = Tracing.begin(call, verb);
        if (tracing == null) {
            return verb.run(call);
        }
        int status;
        try {
            status = verb.run(call);
        } catch (RuntimeException failure) {
            tracing.end(FailureReport.of(failure).message());
            throw failure;
        }
        tracing.end(null);
        return status;
    }

    private int misused(Syntax syntax, String heading, String message) {
        output.stdout(heading + "\n\n" + HelpText.ofVerb(program, syntax));
        log.fail(message, List.of());
        return FAILURE;
    }

    private int unknownCommand(String name) {
        log.fail("No help topic for '" + name + "'", List.of());
        return UNKNOWN_COMMAND;
    }

    private int fail(Throwable failure, Syntax.OnFailure announcement) {
        FailureReport report = FailureReport.of(failure);
        String name = announcement.namesProgram() ? program + " " : "";
        String message = name + announcement.prefix() + report.message();
        if (report.runcLine() != null && calledAs.isRunc()) {
            log.failInWords(report.runcLine(), message, report.details());
        } else {
            log.fail(message, report.details());
        }
        return announcement.status();
    }

    private String programHelp() {
        return HelpText.ofProgram(program, GlobalFlags.SYNTAX, verbs.syntaxes());
    }
}
