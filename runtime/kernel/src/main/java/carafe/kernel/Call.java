package carafe.kernel;

import java.nio.ByteOrder;
import java.util.function.LongSupplier;

/** One system call with its arguments, to be run now or later, here or elsewhere. */
public final class Call {
    static final int MAX_ARGUMENTS = 6;
    private static final int SHOWN_TEXT = 200;

    private final Syscall syscall;
    private final Object[] arguments = new Object[MAX_ARGUMENTS];
    private int count;
    private final Ref result;
    private final Step step;
    private Allowance allowance = Allowance.NONE;
    private int otherwiseOn;
    private LongSupplier otherwise;

    Call(Syscall syscall, Ref result, Step step) {
        this.syscall = syscall;
        this.result = result;
        this.step = step;
    }

    public Syscall syscall() {
        return syscall;
    }

    public Ref result() {
        return result;
    }

    /** What the call is for. */
    public Step step() {
        return step;
    }

    Call allowing(Allowance errors) {
        allowance = errors;
        return this;
    }

    /**
     * Another way to the same result, for an error number that is not allowed. It is gone when the call has failed with
     * it, in the call's place among those queued, and makes calls of the same kernel.
     *
     * @param way gives the result, or a negated error number that is allowed; what it throws is the call's failure
     */
    public Call otherwise(int errno, LongSupplier way) {
        otherwiseOn = errno;
        otherwise = way;
        return this;
    }

    /** Whether there is another way. */
    public boolean hasOtherWay() {
        return otherwise != null;
    }

    public Call with(long value) {
        arguments[count++] = value;
        return this;
    }

    /** The value of an earlier result, which may itself still be queued. */
    public Call with(Ref value) {
        arguments[count++] = value;
        return this;
    }

    /** A pointer to the text; null is the null pointer. */
    public Call with(String text) {
        arguments[count++] = text == null ? (Object) 0L : text;
        return this;
    }

    public Call with(byte[] bytes) {
        arguments[count++] = bytes;
        return this;
    }

    public Call with(Struct struct) {
        arguments[count++] = struct;
        return this;
    }

    /** A vector of strings with a null at the end. */
    public Call with(Iterable<String> texts) {
        arguments[count++] = texts;
        return this;
    }

    public int count() {
        return count;
    }

    /** Null beyond {@link #count()}. */
    public Object argument(int i) {
        return arguments[i];
    }

    /** The argument as the kernel gets it: texts and structs are copied into the arena. References must be done. */
    public long encode(int i, Arena arena) {
        Object argument = arguments[i];
        if (argument == null) {
            return 0;
        }
        if (argument instanceof Long value) {
            return value;
        }
        if (argument instanceof Ref ref) {
            return ref.get();
        }
        if (argument instanceof String text) {
            return arena.string(text);
        }
        if (argument instanceof byte[] bytes) {
            return arena.bytes(bytes);
        }
        if (argument instanceof Struct struct) {
            long at = arena.allocate(struct.size(), 8);
            struct.write(arena.memory().slice(arena.offset(at), struct.size()).order(ByteOrder.LITTLE_ENDIAN));
            return at;
        }
        @SuppressWarnings("unchecked") // with(Iterable<String>) is the only way in
        Iterable<String> strings = (Iterable<String>) argument;
        return arena.strings(strings);
    }

    /** Up to two error numbers are results, not failures; 0 stands for none. */
    public int allowed1() {
        return allowance.first();
    }

    public int allowed2() {
        return allowance.second();
    }

    /** Every error number is a result. */
    public boolean allowsAll() {
        return allowance.all();
    }

    boolean allows(long result) {
        return allowance.all() || -result == allowance.first() || -result == allowance.second();
    }

    /** Goes the other way if there is one for this error number; then the result is there. */
    boolean goesOtherWay(int errno) {
        if (otherwise == null || errno != otherwiseOn) {
            return false;
        }
        result.complete(otherwise.getAsLong());
        return true;
    }

    /** For example {@code mount_setattr(dirfd=7, path="", flags=AT_EMPTY_PATH, attributes={...}, size=32)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(syscall.label()).append('(');
        Parameter[] parameters = syscall.parameters();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (i < parameters.length) {
                text.append(parameters[i].name()).append('=');
            }
            show(text, arguments[i], i < parameters.length ? parameters[i] : Parameter.hex(""));
        }
        return text.append(')').toString();
    }

    private static void show(StringBuilder text, Object argument, Parameter parameter) {
        if (argument instanceof Long value) {
            text.append(parameter.show(value));
        } else if (argument instanceof Ref ref) {
            text.append(ref.isDone() ? parameter.show(ref.get()) : "(pending)");
        } else if (argument instanceof String string) {
            boolean isLong = string.length() > SHOWN_TEXT;
            text.append('"').append(string, 0, isLong ? SHOWN_TEXT : string.length()).append(isLong ? "\"..." : "\"");
        } else if (argument instanceof byte[] bytes) {
            text.append(bytes.length).append(" bytes");
        } else {
            text.append(argument);
        }
    }
}
