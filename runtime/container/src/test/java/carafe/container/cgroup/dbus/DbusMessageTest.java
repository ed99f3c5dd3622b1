package carafe.container.cgroup.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DbusMessageTest {
    @Test
    void valuesAreAlignedToTheirSize() {
        byte[] bytes = new DbusWriter()
                .write(new DbusValue.Scalar('y', 7))
                .write(DbusValue.uint64(1))
                .write(DbusValue.text("ab"))
                .write(DbusValue.bool(true))
                .toBytes();
        assertEquals("0700000000000000" + "0100000000000000" + "02000000" + "616200" + "00" + "01000000",
                HexFormat.of().formatHex(bytes));
    }

    @Test
    void anArrayOfStructsIsPaddedBeforeItsFirstElement() {
        byte[] bytes = new DbusWriter()
                .write(DbusValue.array("(sv)", List.of(DbusValue.struct(DbusValue.text("P"),
                        new DbusValue.Variant(DbusValue.uint32(5))))))
                .toBytes();
        // length without the padding; "P"; signature "u"; aligned number
        assertEquals("10000000" + "00000000" + "01000000" + "5000" + "017500" + "000000" + "05000000",
                HexFormat.of().formatHex(bytes));
    }

    @Test
    void aCallIsReadBackAsItWasWritten() {
        byte[] call = DbusMessage.call(9, "org.example", "/org/example", "org.example.Service", "Do",
                DbusValue.text("what"), DbusValue.array("u", List.of(DbusValue.uint32(1), DbusValue.uint32(2))));
        byte[] fixed = Arrays.copyOf(call, DbusMessage.FIXED_HEADER);
        assertEquals(call.length - DbusMessage.FIXED_HEADER, DbusMessage.restLength(fixed));
        DbusMessage message = DbusMessage.parse(fixed,
                Arrays.copyOfRange(call, DbusMessage.FIXED_HEADER, call.length));
        assertEquals(DbusMessage.CALL, message.type());
        assertEquals("Do", message.member());
        assertEquals("sau", message.signature());
        DbusReader body = message.read();
        assertEquals("what", body.text());
        assertEquals(8, body.uint32(), "bytes of the array");
        assertEquals(1, body.uint32());
    }

    @Test
    void aMessageCutShortIsAnErrorAndNotACrash() {
        byte[] call = DbusMessage.call(9, "org.example", "/", "a.b", "Do", DbusValue.text("what"));
        byte[] fixed = Arrays.copyOf(call, DbusMessage.FIXED_HEADER);
        for (int length = 0; length < call.length - DbusMessage.FIXED_HEADER; length++) {
            byte[] rest = Arrays.copyOfRange(call, DbusMessage.FIXED_HEADER, DbusMessage.FIXED_HEADER + length);
            assertThrows(RuntimeException.class, () -> DbusMessage.parse(fixed, rest).read().text());
        }
    }

    @Test
    void variantsAreReadAsText() {
        byte[] bytes = new DbusWriter()
                .write(new DbusValue.Variant(DbusValue.text("252.39-1")))
                .write(new DbusValue.Variant(DbusValue.uint64(77)))
                .toBytes();
        DbusReader reader = new DbusReader(bytes);
        assertEquals("252.39-1", reader.variant());
        assertEquals("77", reader.variant());
    }
}
