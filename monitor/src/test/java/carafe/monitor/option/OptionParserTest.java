package carafe.monitor.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.monitor.system.UsageException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {
    @Test
    void valuesComeInTheSameWordOrTheNext() throws UsageException {
        assertEquals("a", OptionParser.parse("--cid", "a").text(Option.CID));
        assertEquals("a=b", OptionParser.parse("--cid=a=b").text(Option.CID));
        assertEquals("a", OptionParser.parse("-c", "a").text(Option.CID));
        assertEquals("a", OptionParser.parse("-ca").text(Option.CID));
        assertEquals("-x", OptionParser.parse("--cid", "-x").text(Option.CID));
    }

    @Test
    void lettersMayShareAWordAndTheLastMayTakeAValue() throws UsageException {
        Options options = OptionParser.parse("-itc", "a");
        assertTrue(options.has(Option.STDIN) && options.has(Option.TERMINAL));
        assertEquals("a", options.text(Option.CID));
    }

    @Test
    void podmansApiVersionIsAFlagAndAStrayWord() throws UsageException {
        Options options = OptionParser.parse("--api-version", "1", "-c", "a");
        assertTrue(options.has(Option.API_VERSION));
        assertEquals("a", options.text(Option.CID));
    }

    @Test
    void repeatedOptionsAddUpAndOldNamesCount() throws UsageException {
        Options options = OptionParser.parse("--runtime-opt", "a", "--restore-arg", "b", "--pidfile", "p");
        assertEquals(List.of("a", "b"), options.all(Option.RUNTIME_OPT));
        assertEquals("p", options.text(Option.CONTAINER_PIDFILE));
    }

    @Test
    void twoDashesEndTheOptions() throws UsageException {
        assertFalse(OptionParser.parse("--", "--cid", "a").has(Option.CID));
    }

    @ParameterizedTest
    @CsvSource({"--nonsense,Unknown option --nonsense", "-x,Unknown option -x", "--stdin=1,Unknown option --stdin=1",
        "--cid,Missing argument for --cid", "-T1x,Cannot parse integer value '1x' for -T",
        "--log-max-files=2147483648,Integer value '2147483648' for --log-max-files out of range"})
    void whatCannotBeReadIsSaid(String word, String message) {
        assertEquals(message, assertThrows(UsageException.class, () -> OptionParser.parse(word)).getMessage());
    }

    @Test
    void everyNameAndLetterIsUnique() {
        Set<String> names = new HashSet<>();
        for (Option option : Option.values()) {
            assertTrue(names.add(option.label()), option.label());
            assertTrue(option.letter() == 0 || names.add("-" + option.letter()), "-" + option.letter());
            assertTrue(option.isHidden() || Help.usage().contains("--" + option.label()), option.label());
        }
    }
}
