package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;

/** {@code events}: reports what a container uses, and when it runs out of memory. */
final class EventsVerb {
    static final Flag INTERVAL = Flag.duration("interval", "DURATION", "time between two reports").orElse("5s");
    static final Flag STATS = Flag.toggle("stats", "print one report and end");

    static final Syntax SYNTAX = Syntax.of("events", "report resource usage and out-of-memory events")
            .operands(Operand.containerId())
            .flags(INTERVAL, STATS)
            .description("""
                    Prints one JSON object a line: of type "stats" with processor, memory, block
                    device and process counts, of type "oom" when the kernel ended a process for
                    lack of memory. Ends when the container does.""")
            .example("carafe events --stats web1", "print current usage once")
            .build();
}
