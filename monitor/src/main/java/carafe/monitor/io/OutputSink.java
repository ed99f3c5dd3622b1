package carafe.monitor.io;

import carafe.shim.Stream;

/** Somebody who gets all output of a process: its logs, those who are attached. Text is given by its offset. */
public interface OutputSink {
    /** Takes over what was read at once; the last line may be incomplete. */
    void take(Stream stream, int offset, int length);

    /** Whether more may be read of the process: false while there is no room for what was read before. */
    boolean canTake();

    /** Milliseconds for which the stream must not be read, 0 usually. */
    long delay(Stream stream);

    /** Whether everything is where it belongs, or waiting for that is over. */
    boolean isSettled();

    /** What to do when {@link #canTake} is true again after it was false. */
    void onRoom(Runnable action);
}
