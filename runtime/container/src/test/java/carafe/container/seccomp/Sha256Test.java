package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
    @Test
    void givesTheStandardsExample() {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                HexFormat.of().formatHex(Sha256.of("abc")));
    }

    @Test
    void agreesWithThePlatformAtEveryLength() throws Exception {
        MessageDigest platform = MessageDigest.getInstance("SHA-256");
        byte[] message = new byte[300];
        new Random(1).nextBytes(message);
        for (int length = 0; length <= message.length; length++) {
            assertArrayEquals(platform.digest(Arrays.copyOf(message, length)), Sha256.of(message, length),
                    "length " + length);
        }
    }
}
