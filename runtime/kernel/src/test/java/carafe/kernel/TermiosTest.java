package carafe.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TermiosTest {
    private final ByteBuffer termios = ByteBuffer.allocate(Termios.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** What Linux gives a new terminal (INIT_C_CC and tty_std_termios of drivers/tty/tty_io.c). */
    TermiosTest() {
        termios.putInt(0, 0x500).putInt(4, 0x5).putInt(8, 0xbf).putInt(12, 0x8a3b);
    }

    @Test
    void rawIsWhatCfmakerawMakes() {
        Termios.makeRaw(termios, 0, false);
        assertEquals(0, termios.getInt(0), "ICRNL and IXON are off");
        assertEquals(0x4, termios.getInt(4), "OPOST is off");
        assertEquals(0xbf, termios.getInt(8));
        assertEquals(0xa30, termios.getInt(12), "ISIG ICANON ECHO IEXTEN are off");
        assertEquals(1, termios.get(17 + 6), "one key is enough to read");
        assertEquals(0, termios.get(17 + 5));
    }

    @Test
    void outputMayStayAsItIs() {
        Termios.makeRaw(termios, 0, true);
        assertEquals(0x5, termios.getInt(4));
    }

    @Test
    void carriageReturnsComeAndGo() {
        Termios.setCarriageReturns(termios, 0, false);
        assertEquals(0x1, termios.getInt(4));
        Termios.setCarriageReturns(termios, 0, true);
        assertEquals(0x5, termios.getInt(4));
    }

    @Test
    void aWindowHasRowsInTheLowHalf() {
        assertEquals(0x00500018L, Termios.windowSize(24, 80));
        assertEquals(0xffffffffL, Termios.windowSize(65535, 65535));
    }
}
