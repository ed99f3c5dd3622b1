package carafe.monitor.log;

import carafe.shim.Stream;

/** A place where output is kept. Text is given by its offset in the arena and left alone. */
public interface LogSink {
    /** Takes over what was read at once; the last line may be incomplete. Gives the number of newlines. */
    int write(Stream stream, int offset, int length);

    /** Whether more should be read of the container: false while something is kept that was not taken yet. */
    boolean canTake();

    /** The stream has ended: an incomplete line is completed. */
    void finish(Stream stream);

    /** Opens files by name again. */
    void reopen();

    /** Makes what was written durable. */
    void sync();

    /** Gives up descriptors and buffers, after {@link #finish}. */
    void close();

    /** Bytes of output that could not be kept. */
    long lost();
}
