package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CriuReplyTest {
    @Test
    void aNotificationNamesItsStepAndTheProcess() {
        CriuReply reply = CriuReply.read(new ProtoWriter().number(1, 6).flag(2, true)
                .message(5, new ProtoWriter().text(1, "post-restore").number(2, 4711)).toBytes());
        assertTrue(reply.isNotification());
        assertEquals("post-restore", reply.script());
        assertEquals(4711, reply.pid());
    }

    @Test
    void aRestoreTellsThePid() {
        CriuReply reply = CriuReply.read(new ProtoWriter().number(1, 2).flag(2, true)
                .message(4, new ProtoWriter().number(1, 815)).toBytes());
        assertFalse(reply.isNotification());
        assertTrue(reply.success());
        assertEquals(815, reply.pid());
        assertNull(reply.script());
    }

    @Test
    void aFailureTellsTheReasonAsFarAsThereIsOne() {
        assertEquals(": No process with such pid",
                CriuReply.read(new ProtoWriter().number(1, 1).flag(2, false).number(7, 3)
                        .text(9, "No process with such pid").toBytes()).reason());
        assertEquals(": file exists",
                CriuReply.read(new ProtoWriter().number(1, 2).flag(2, false).number(7, 17).toBytes()).reason());
        assertEquals("", CriuReply.read(new ProtoWriter().number(1, 1).flag(2, false).toBytes()).reason());
    }

    @Test
    void aVersionIsOneNumber() {
        CriuReply reply = CriuReply.read(new ProtoWriter().number(1, 10).flag(2, true)
                .message(10, new ProtoWriter().number(1, 3).number(2, 17).number(4, 1)).toBytes());
        assertEquals(31_701, reply.version());
    }
}
