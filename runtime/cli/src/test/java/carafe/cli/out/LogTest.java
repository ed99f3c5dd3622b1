package carafe.cli.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    private final RecordedOutput output = new RecordedOutput();
    private final StringBuilder file = new StringBuilder();

    private Log toFile(LogFormat format, boolean debug) {
        return new Log(output, (line, form) -> file.append(form.write(line)), format,
                debug ? LogLevel.DEBUG : LogLevel.WARNING);
    }

    @Test
    void aFailureIsOneJsonObjectInTheFileAndABareLineOnStandardError() {
        toFile(LogFormat.JSON, false).fail("container does not exist", List.of());
        assertMatches("\\{\"level\":\"error\",\"msg\":\"container does not exist\",\"time\":\"" + TIME + "\"}\n", file);
        assertEquals("container does not exist\n", output.stderr());
    }

    @Test
    void expectedWordsAreAllThatStandardErrorHasOfAFailure() {
        new Log(output, null, LogFormat.TEXT, LogLevel.WARNING).failInWords("exec /x: no", "run failed: exec /x: no", List.of());
        assertEquals("exec /x: no\n", output.stderr());
    }

    @Test
    void expectedWordsDoNotReplaceTheEntryInTheLog() {
        toFile(LogFormat.TEXT, false).failInWords("exec /x: no", "run failed: exec /x: no", List.of());
        assertMatches("time=\"" + TIME + "\" level=error msg=\"run failed: exec /x: no\"\n", file);
        assertEquals("exec /x: no\n", output.stderr());
    }

    @Test
    void whoReadsJsonFromStandardErrorGetsJsonWhateverWordsAPersonExpects() {
        new Log(output, null, LogFormat.JSON, LogLevel.WARNING).failInWords("exec /x: no", "run failed: exec /x: no", List.of());
        assertMatches("\\{\"level\":\"error\",\"msg\":\"run failed: exec /x: no\",\"time\":\"" + TIME + "\"}\n",
                output.stderr());
    }

    @Test
    void withoutAFileTheFailureIsWrittenOnce() {
        new Log(output, null, LogFormat.JSON, LogLevel.WARNING).fail("no", List.of());
        assertMatches("\\{\"level\":\"error\",\"msg\":\"no\",\"time\":\"" + TIME + "\"}\n", output.stderr());
    }

    @Test
    void aRemarkIsForTheLogAndNotForStandardErrorThatAnEngineReads() {
        new Log(output, null, LogFormat.TEXT, LogLevel.WARNING).remark("left out");
        assertEquals("", output.stderr());
        Log log = toFile(LogFormat.TEXT, false);
        log.remark("left out");
        log.finish();
        assertMatches("time=\"" + TIME + "\" level=warning msg=\"left out\"\n", file);
        assertEquals("", output.stderr());
    }

    @Test
    void textIsQuotedOnlyWhereNeeded() {
        Log log = toFile(LogFormat.TEXT, false);
        log.fail("plain-text_1.0/@^+", List.of());
        log.fail("say \"no\"", List.of());
        assertMatches("time=\"" + TIME + "\" level=error msg=plain-text_1.0/@\\^\\+\n"
                + "time=\"" + TIME + "\" level=error msg=\"say \\\\\"no\\\\\"\"\n", file);
    }

    @Test
    void warningsBecomePartOfTheOneLineThatReportsAFailure() {
        Log log = toFile(LogFormat.JSON, false);
        log.warning("first");
        log.warning("second");
        log.fail("no", List.of(new Detail("errno", "EPERM")));
        log.finish();
        assertMatches("\\{\"level\":\"error\",\"msg\":\"no\",\"time\":\"" + TIME + "\",\"errno\":\"EPERM\","
                + "\"warning1\":\"first\",\"warning2\":\"second\"}\n", file);
    }

    @Test
    void warningsOfASuccessfulRunAreWrittenAtTheEnd() {
        Log log = toFile(LogFormat.TEXT, false);
        log.warning("odd");
        assertEquals("", file.toString());
        log.finish();
        assertMatches("time=\"" + TIME + "\" level=warning msg=odd\n", file);
        assertEquals("", output.stderr());
    }

    @Test
    void debugLinesNameTheirPlaceInTheCodeAndNeedTheFlag() {
        toFile(LogFormat.TEXT, false).debug("quiet");
        assertEquals("", file.toString());
        toFile(LogFormat.TEXT, true).debug("here");
        assertMatches("time=\"" + TIME + "\" level=debug msg=here func=carafe.cli.out.LogTest.debugLinesName\\w+ "
                + "file=\"LogTest.java:\\d+\"\n", file);
    }

    @Test
    void aPersonAtATerminalGetsASentence() {
        RecordedOutput terminal = new RecordedOutput(true);
        new Log(terminal, null, LogFormat.TEXT, LogLevel.WARNING).fail("no such file", List.of(new Detail("errno", "ENOENT")));
        assertEquals("error: no such file\n  errno: ENOENT\n", terminal.stderr());
    }

    private static void assertMatches(String pattern, CharSequence text) {
        assertTrue(text.toString().matches(pattern), text::toString);
    }
}
