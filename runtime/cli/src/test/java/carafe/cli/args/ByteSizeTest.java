package carafe.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
            "0, 0", "32, 32", "32b, 32", "32 B, 32", "32k, 32768", "32K, 32768", "32kb, 32768", "32KiB, 32768",
            "32m, 33554432", "1g, 1073741824", "1.5g, 1610612736", "2t, 2199023255552", "1p, 1125899906842624",
            "32.3 mb, 33869004", "9223372036854771712, 9223372036854771712",
            "9223372036854775807, 9223372036854775807",
    })
    void unitsArePowersOf1024(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
            "hello, invalid size: 'hello'", "'', invalid size: ''", "-32, invalid size: '-32'",
            "32 m b, invalid size: '32 m b'", "1.2.3k, invalid size: '1.2.3k'", "32x, invalid suffix: 'x'",
            "99999999999999999999, invalid size: '99999999999999999999' is too large",
            "9999999p, invalid size: '9999999p' is too large", "32kib2, invalid size: '32kib2'",
            "32bb, invalid suffix: 'bb'", "32kbi, invalid suffix: 'kbi'",
    })
    void whatIsNoSizeIsNamed(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text)).getMessage());
    }
}
