package carafe.container.cgroup.dbus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Mutation;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever comes over the bus is a message, or a {@link DbusException}. */
class DbusFuzzTest {
    private static final byte[] MESSAGE = DbusMessage.call(7, "org.example.Destination", "/org/example", "org.example.Face",
            "Member", DbusValue.text("text"), DbusValue.uint32(5));

    @Property
    void messages(@ForAll @Size(max = 6) List<Integer> edits) {
        byte[] bytes = Mutation.of(MESSAGE, edits);
        if (bytes.length < DbusMessage.FIXED_HEADER) {
            return;
        }
        byte[] fixed = Arrays.copyOf(bytes, DbusMessage.FIXED_HEADER);
        try {
            int length = DbusMessage.restLength(fixed);
            assertTrue(length >= 0, () -> "length " + length);
            if (length <= 2 * MESSAGE.length) {
                // as a connection does, which waits until all has come
                DbusMessage.parse(fixed, Arrays.copyOfRange(bytes, DbusMessage.FIXED_HEADER,
                        DbusMessage.FIXED_HEADER + length));
            }
        } catch (DbusException e) {
            assertTrue(!e.getMessage().isEmpty());
        }
    }
}
