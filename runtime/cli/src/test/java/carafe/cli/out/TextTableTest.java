package carafe.cli.out;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void anEmptyListIsTheHeadingRuncPrints() {
        TextTable table = new TextTable("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
        assertEquals("ID          PID         STATUS      BUNDLE      CREATED     OWNER\n", table.layOut());
    }

    @Test
    void aColumnGrowsWithItsWidestCellAndTheLastIsNotPadded() {
        TextTable table = new TextTable("ID", "OWNER");
        table.add("a-rather-long-id", "root");
        table.add("\u00fc", "a-rather-long-owner");
        assertEquals("""
                ID                 OWNER
                a-rather-long-id   root
                \u00fc                  a-rather-long-owner
                """, table.layOut());
    }

    @Test
    void nineLettersFillAColumnOfTwelve() {
        TextTable table = new TextTable("ID", "X");
        table.add("123456789", "y");
        table.add("1234567890", "y");
        assertEquals("ID           X\n123456789    y\n1234567890   y\n", table.layOut());
    }
}
