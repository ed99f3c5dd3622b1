package carafe.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final List<String> TWENTY = IntStream.range(0, 20).mapToObj(Integer::toString).toList();

    @Test
    void factsShareTheirColumn() {
        assertEquals("""
                about
                  pid      7
                  command  sleep 1
                """, new Page(false, false).heading("about").fact("pid", 7).fact("nothing", null)
                .fact("command", "sleep 1").text());
    }

    @Test
    void tablesAreAligned() {
        assertEquals("""
                  ID   STATE
                  one  running
                  2    ended
                """, new Page(false, false).table(List.of("ID", "STATE"), List.of(
                        List.of(Page.Cell.of("one"), Page.Cell.of("running")),
                        List.of(Page.Cell.of("2"), Page.Cell.of("ended")))).text());
    }

    @Test
    void nothingIsWiderThanAHundredColumns() {
        String text = new Page(false, false).fact("why", "word ".repeat(60).strip()).line("long ".repeat(60)).text();
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
        assertEquals("       word", text.lines().toList().get(1).substring(0, 11), text);
    }

    @Test
    void aLongCellShiftsItsOwnRowOnly() {
        String text = new Page(false, false).table(List.of("ID", "PATH", "FLAGS"), List.of(
                List.of(Page.Cell.of("1"), Page.Cell.of("/short"), Page.Cell.of("rw")),
                List.of(Page.Cell.of("2"), Page.Cell.of("/" + "long".repeat(22)), Page.Cell.of("ro nosuid nodev"))))
                .text();
        assertEquals("  1   /short  rw", text.lines().toList().get(1));
        assertTrue(text.endsWith("long\n      ro nosuid nodev\n"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    }

    @Test
    void longListsEndEarlyUnlessAllIsAskedFor() {
        String text = new Page(false, false).list("numbers", TWENTY).text();
        assertEquals(12, text.lines().count(), text);
        assertTrue(text.endsWith("... and 9 more (--all)\n"), text);
        assertEquals(20, new Page(false, true).list("numbers", TWENTY).text().lines().count());
    }

    @Test
    void onlyAColouredPageHasEscapes() {
        assertEquals("\033[1mhead\033[0m\n  it  \033[31mfails\033[0m\n",
                new Page(true, false).heading("head").fact("it", "fails", Colour.BAD).text());
        assertEquals("head\n  it  fails\n",
                new Page(false, false).heading("head").fact("it", "fails", Colour.BAD).text());
    }
}
