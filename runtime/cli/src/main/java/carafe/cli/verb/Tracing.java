package carafe.cli.verb;

import carafe.cli.trace.TraceFormat;
import carafe.cli.trace.TraceParent;
import carafe.cli.trace.TracedCommand;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.RawText;
import carafe.kernel.Syscall;
import carafe.kernel.trace.Trace;

/**
 * Traces one verb, because of {@code --trace}, or because {@code CARAFE_TRACE} in the environment names a directory; that
 * is for calls that an engine makes. Opened before the verb runs, so that a wrong place is told first.
 */
public final class Tracing {
    private static final String DIRECTORY = "CARAFE_TRACE";
    private static final String FORMAT = "CARAFE_TRACE_FORMAT";
    /** Paths and environments are in it. */
    private static final int FILE_MODE = 0600;
    private static final Fd STANDARD_ERROR = Fd.of(2);

    private final Invocation call;
    private final String verb;
    private final TraceFormat format;
    private final Fd file;
    private final Trace trace = new Trace();

    private Tracing(Invocation call, String verb, TraceFormat format, Fd file) {
        this.call = call;
        this.verb = verb;
        this.format = format;
        this.file = file;
    }

    /** Null if nothing is to be traced. */
    public static Tracing begin(Invocation call, Verb verb) {
        if (verb.syntax().flagNamed(TraceFlags.TRACE.name()) != TraceFlags.TRACE) {
            return null;
        }
        String name = verb.syntax().name();
        String directory = call.environment().get(DIRECTORY);
        Tracing tracing;
        if (call.arguments().has(TraceFlags.TRACE)) {
            String path = call.arguments().textOrNull(TraceFlags.TRACE);
            TraceFormat format = format(call.arguments().text(TraceFlags.TRACE_FORMAT), "--trace-format");
            tracing = new Tracing(call, name, format, path == null ? STANDARD_ERROR
                    : open(call.kernel(), path, Open.O_TRUNC));
        } else if (directory != null && !directory.isEmpty()) {
            String word = call.environment().get(FORMAT);
            TraceFormat format = format(word == null || word.isEmpty() ? "json" : word, FORMAT);
            String id = call.arguments().operand(0);
            // a name that is no path out of the directory, whatever the operand is
            String safe = id == null ? "" : id.replace('/', '_');
            tracing = new Tracing(call, name, format, open(call.kernel(), directory + "/" + name + "-" + safe + "-"
                    + pid(call.kernel()) + "." + format.suffix(), Open.O_EXCL | Open.O_NOFOLLOW));
        } else {
            return null;
        }
        call.kernel().observe(tracing.trace);
        return tracing;
    }

    private static TraceFormat format(String word, String source) {
        TraceFormat format = TraceFormat.named(word);
        if (format == null) {
            throw new Refused("invalid " + source + " \"" + word + "\", expected text, json, chrome or otlp");
        }
        return format;
    }

    private static Fd open(LocalKernel kernel, String path, int flags) {
        Fd file = kernel.allowingAll().openat(Fd.CWD, path, Open.O_WRONLY | Open.O_CREAT | flags, FILE_MODE);
        if (file.failed()) {
            throw new Refused("trace: open " + path + ": " + Errno.text(file.errno()));
        }
        return file;
    }

    private static int pid(LocalKernel kernel) {
        return (int) kernel.run(kernel.call(Syscall.GETPID)).get();
    }

    /** @param failure what the verb failed with; null if it did not */
    public void end(String failure) {
        LocalKernel kernel = call.kernel();
        kernel.observe(null);
        long random = kernel.arena().longs(0);
        kernel.run(kernel.call(Syscall.GETRANDOM).with(random).with(Long.BYTES).with(0));
        String digits = Long.toHexString(kernel.arena().getLong(random) | 1);
        TracedCommand command = new TracedCommand(call.program() + " " + verb, call.arguments().operand(0), pid(kernel),
                failure, TraceParent.of(call.environment().get("TRACEPARENT")),
                "0".repeat(16 - digits.length()) + digits);
        byte[] text = format.write(trace, command);
        try {
            if (file == STANDARD_ERROR) {
                call.output().stderr(RawText.of(text));
            } else {
                kernel.write(file, text).get();
                kernel.close(file);
            }
        } catch (ErrnoException unwritable) {
            call.log().warning("the trace cannot be written: " + unwritable.getMessage());
        }
    }
}
