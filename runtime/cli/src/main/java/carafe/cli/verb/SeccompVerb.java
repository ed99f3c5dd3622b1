package carafe.cli.verb;

import carafe.cli.args.Completion;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.report.ReportFormat;
import carafe.cli.report.SeccompAnswer;
import carafe.container.Refused;
import carafe.container.seccomp.SeccompListing;
import carafe.container.seccomp.SeccompQuestions;
import carafe.container.seccomp.SeccompVerdict;
import carafe.container.seccomp.SyscallAbi;
import java.util.ArrayList;
import java.util.List;

/** {@code seccomp}: what a profile does. */
final class SeccompVerb implements Verb {
    private static final String EXPLAIN = "explain";
    private static final String DISASSEMBLE = "disassemble";
    private static final String RECORD = "record";
    private static final int MOST_ARGUMENTS = 6;

    static final Flag CAP = Flag.text("cap", "NAME",
            "capability of the container, for an engine's profile; without any, those engines give by default")
            .repeated();

    static final Syntax SYNTAX = Syntax.of("seccomp", "explain system call filters")
            .operands(Operand.oneOf("action", EXPLAIN, DISASSEMBLE, RECORD),
                    Operand.required("profile", new Completion.Files()),
                    Operand.rest("call-and-arguments", new Completion.Nothing()))
            .flags(ReportFlags.FORMAT, ReportFlags.ALL, CAP, SeccompRecording.OUTPUT)
            .description("""
                    With explain, says what happens when the container's program makes a system call,
                    on each ABI of this machine, and which rule of the profile says so. The call is a
                    name or a number; where it depends on arguments that are not given, every case is
                    listed.

                    With disassemble, prints the filter that the profile is compiled to.

                    With record, runs the bundle in the foreground, and when its program has ended
                    writes the profile that allows the calls it has made and no others. The bundle's
                    own profile is left out of it. The status is that of the program.

                    The profile is a bundle, its config.json, the linux.seccomp part of one, or a file
                    as Podman and Docker keep it, of which the rules for this machine and for the
                    capabilities that --cap names count.""")
            .example("carafe seccomp explain /usr/share/containers/seccomp.json clone 0x10000000",
                    "would Podman's profile let a program make a user namespace?")
            .example("carafe seccomp record --output /srv/web/seccomp.json /srv/web",
                    "run the bundle and note what it calls")
            .example("carafe seccomp disassemble --all .", "the filter of the bundle in the current directory")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        ReportFormat format = ReportFlags.format(call);
        String action = call.arguments().operand(0);
        boolean complete = call.arguments().operands().size() == 2;
        if (!complete && !action.equals(EXPLAIN)) {
            throw new Refused("found \"" + call.arguments().operand(2) + "\", expected nothing after "
                    + (action.equals(RECORD) ? "the bundle" : "the profile"));
        }
        switch (action) {
            case EXPLAIN -> {
                SeccompAnswer answer = explain(call);
                ReportFlags.print(call, format, answer, answer::print);
            }
            case DISASSEMBLE -> {
                SeccompListing listing = SeccompListing.of(profile(call).seccomp(), SyscallAbi.ofThisMachine());
                ReportFlags.print(call, format, listing, page -> page
                        .heading(listing.length() + " instructions")
                        .list("flags", listing.flags())
                        .fact("listener", listing.listener() ? "yes" : null)
                        .list("unknown calls", listing.ignored())
                        .listing(listing.instructions()));
            }
            case RECORD -> {
                call.root().prepare(call.kernel());
                return new SeccompRecording(call).record(call.arguments().operand(1));
            }
            default -> throw new Refused("unknown action \"" + action
                    + "\", expected explain, disassemble or record");
        }
        return 0;
    }

    private static SeccompFile profile(Invocation call) {
        return SeccompFile.read(call.kernel(), call.arguments().operand(1), call.arguments().texts(CAP));
    }

    private static SeccompAnswer explain(Invocation call) {
        List<String> operands = call.arguments().operands();
        if (operands.size() < 3) {
            throw new Refused("found no system call, expected its name or number after the profile");
        }
        String name = operands.get(2);
        List<String> words = operands.subList(3, operands.size());
        SeccompFile file = profile(call);
        List<SeccompVerdict> verdicts = new SeccompQuestions(file.seccomp(), file.pointer(), SyscallAbi.ofThisMachine())
                .about(name, numbers(words));
        if (verdicts.isEmpty()) {
            throw new Refused("no system call " + name + ", expected the name or number of one of this machine");
        }
        return new SeccompAnswer(operands.get(1), name, List.copyOf(words), verdicts);
    }

    private static long[] numbers(List<String> words) {
        if (words.size() > MOST_ARGUMENTS) {
            throw new Refused("found " + words.size() + " arguments, expected at most " + MOST_ARGUMENTS);
        }
        List<Long> numbers = new ArrayList<>();
        for (String word : words) {
            numbers.add(number(word));
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** Unsigned, or negative; a pointer may have its highest bit set. */
    private static long number(String word) {
        try {
            if (word.startsWith("-")) {
                return Long.decode(word);
            }
            return word.startsWith("0x") || word.startsWith("0X")
                    ? Long.parseUnsignedLong(word.substring(2), 16)
                    : Long.parseUnsignedLong(word);
        } catch (NumberFormatException malformed) {
            throw new Refused("argument \"" + word + "\": expected a number of 64 bits, decimal or after 0x");
        }
    }
}
