package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.Refused;
import carafe.container.lifecycle.ContainerId;
import carafe.container.lifecycle.Events;
import java.util.Arrays;

/** {@code events}: reports what a container uses, and when it runs out of memory. */
final class EventsVerb implements Verb {
    static final Flag INTERVAL = Flag.duration("interval", "DURATION", "time between two reports").orElse("5s");
    static final Flag STATS = Flag.toggle("stats", "print one report and end");

    static final Syntax SYNTAX = Syntax.of("events", "report resource usage and out-of-memory events")
            .operands(Operand.containerId())
            .flags(INTERVAL, STATS)
            .description("""
                    Prints one JSON object a line: of type "stats" with processor, memory, block
                    device and process counts, of type "oom" when the kernel ended a process for
                    lack of memory. Ends when the container has stopped.""")
            .example("carafe events --stats web1", "print current usage once")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        ContainerId id = call.containerId();
        long interval = call.arguments().nanoseconds(INTERVAL);
        if (interval <= 0) {
            throw new Refused("duration interval must be greater than 0");
        }
        Events events = new Events(call.kernel(), call.store());
        if (call.arguments().isOn(STATS)) {
            print(call, events.stats(id));
        } else {
            events.follow(id, interval, event -> print(call, event));
        }
        return 0;
    }

    /** In one write, so that a reader sees whole lines only. */
    private static void print(Invocation call, byte[] event) {
        byte[] line = Arrays.copyOf(event, event.length + 1);
        line[event.length] = '\n';
        call.output().stdout(line);
    }
}
