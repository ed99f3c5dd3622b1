package carafe.kernel;

import java.nio.ByteBuffer;

/** An argument passed by pointer: laid out for the kernel when the call is made, shown decoded in reports. */
public interface Struct {
    /** Bytes the kernel reads. */
    int size();

    /** Writes {@link #size()} bytes at the buffer's position, in the machine's (little-endian) order. */
    void write(ByteBuffer to);
}
