package carafe.container.api;

import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param code   what the process gave to exit(2), 0 to 255; 128 plus the number of the signal if one ended it
 * @param signal the signal that ended it (signal(7))
 */
public record ExitStatus(int code, OptionalInt signal) {
    private static final int ENDED_BY_SIGNAL = 128;

    /** @param wait as wait4(2) gives it, of a process that has ended */
    static ExitStatus of(int wait) {
        int signal = wait & 0x7f;
        return signal == 0 ? new ExitStatus(wait >> 8 & 0xff, OptionalInt.empty())
                : new ExitStatus(ENDED_BY_SIGNAL + signal, OptionalInt.of(signal));
    }
}
