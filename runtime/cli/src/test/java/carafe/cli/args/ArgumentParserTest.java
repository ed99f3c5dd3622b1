package carafe.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentParserTest {
    private static final Flag BUNDLE = Flag.directory("bundle", "DIR", "where").withAlias("b");
    private static final Flag DETACH = Flag.toggle("detach", "go").withAlias("d");
    private static final Flag ENV = Flag.text("env", "NAME=VALUE", "set").withAlias("e").repeated();
    private static final Flag FDS = Flag.integer("preserve-fds", "N", "pass").orElse("0");
    private static final Flag INTERVAL = Flag.duration("interval", "DURATION", "wait").orElse("5s");

    private static final Syntax INTERSPERSED = Syntax.of("run", "run")
            .operands(Operand.newContainerId())
            .flags(BUNDLE, DETACH, ENV, FDS, INTERVAL)
            .build();
    private static final Syntax ENDS_AT_OPERAND = Syntax.of("exec", "exec")
            .operands(Operand.containerId(), Operand.rest("command", new Completion.Nothing()))
            .flags(BUNDLE, DETACH, ENV)
            .flagsEndAtOperand()
            .build();

    private static Arguments parse(String... words) {
        return ArgumentParser.parse(INTERSPERSED, words, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-bundle /x", "--bundle /x", "-bundle=/x", "--bundle=/x", "-b /x", "--b /x", "-b=/x"})
    void anyNumberOfDashesAndEitherFormOfValueNameTheSameFlag(String line) {
        assertEquals("/x", parse(line.split(" ")).text(BUNDLE));
    }

    @ParameterizedTest
    @CsvSource({
            "--detach, true", "-d, true", "--detach=true, true", "-d=1, true", "-d=T, true",
            "--detach=false, false", "-d=0, false", "-detach=False, false",
    })
    void aToggleIsOnWithoutAValueAndTakesGosSpellingsOfTruth(String word, boolean on) {
        assertEquals(on, parse(word).isOn(DETACH));
    }

    @Test
    void aToggleNeverTakesTheNextWord() {
        Arguments parsed = parse("--detach", "false");
        assertTrue(parsed.isOn(DETACH));
        assertEquals(List.of("false"), parsed.operands());
    }

    @Test
    void aValueMayLookLikeAFlag() {
        assertEquals("-d", parse("--bundle", "-d").text(BUNDLE));
    }

    @Test
    void aValueMayContainEqualsSignsAndCommas() {
        assertEquals(List.of("A=b=c", "D=1,2"), parse("-e", "A=b=c", "--env=D=1,2").texts(ENV));
    }

    @Test
    void theLastOfSeveralValuesWinsUnlessTheFlagRepeats() {
        assertEquals("/y", parse("-b", "/x", "-b", "/y").text(BUNDLE));
        assertFalse(parse("-d", "-d=false").isOn(DETACH));
    }

    @Test
    void anAbsentFlagHasItsFallback() {
        assertEquals(0, parse().integer(FDS));
        assertEquals(5_000_000_000L, parse().nanoseconds(INTERVAL));
        assertNull(parse().text(BUNDLE));
        assertFalse(parse().has(FDS));
    }

    @Test
    void anEmptyValueCountsAsAbsentWhereAskedFor() {
        assertNull(parse("--bundle", "").textOrNull(BUNDLE));
        assertEquals("", parse("--bundle=").text(BUNDLE));
        assertTrue(parse("--bundle=").has(BUNDLE));
    }

    @Test
    void flagsMayFollowOperands() {
        Arguments parsed = parse("-d", "id", "--bundle", "/x");
        assertEquals(List.of("id"), parsed.operands());
        assertEquals("/x", parsed.text(BUNDLE));
    }

    @Test
    void flagsEndAtTheFirstOperandWhereTheRestBelongsToAnotherProgram() {
        Arguments parsed = ArgumentParser.parse(ENDS_AT_OPERAND, new String[] {"-d", "id", "sh", "-e", "--"}, 0);
        assertTrue(parsed.isOn(DETACH));
        assertEquals(List.of("id", "sh", "-e", "--"), parsed.operands());
    }

    @Test
    void twoDashesEndTheFlagsAndAreDropped() {
        Arguments parsed = parse("--", "-d", "--bundle");
        assertEquals(List.of("-d", "--bundle"), parsed.operands());
        assertFalse(parsed.isOn(DETACH));
    }

    @Test
    void aLoneDashIsAnOperand() {
        assertEquals(List.of("-"), parse("-").operands());
    }

    @Test
    void parsingStartsWhereItIsTold() {
        String[] words = {"--root", "/r", "run", "-d", "id"};
        assertEquals(List.of("id"), ArgumentParser.parse(INTERSPERSED, words, 3).operands());
    }

    @Test
    void helpIsAFlagOfEveryVerb() {
        assertTrue(parse("--help").isOn(Flag.HELP));
        assertTrue(parse("-h").isOn(Flag.HELP));
        assertFalse(parse("--help=false").isOn(Flag.HELP));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--bogus | flag provided but not defined: -bogus",
            "--bogus=1 | flag provided but not defined: -bogus",
            "-db | flag provided but not defined: -db",
            "--bundle | flag needs an argument: -bundle",
            "-b | flag needs an argument: -b",
            "---d | bad flag syntax: ---d",
            "--=x | bad flag syntax: --=x",
            "--detach=maybe | invalid boolean value \"maybe\" for -detach: parse error",
            "--preserve-fds=x | invalid value \"x\" for flag -preserve-fds: parse error",
            "--preserve-fds=99999999999999999999 "
                    + "| invalid value \"99999999999999999999\" for flag -preserve-fds: value out of range",
            "--interval=1 | invalid value \"1\" for flag -interval: parse error",
    })
    void mistakesAreReportedInGosWords(String word, String message) {
        assertEquals(message, assertThrows(UsageException.class, () -> parse(word)).getMessage());
    }

    @Test
    void anUnknownFlagIsNamedEvenAfterAnOperand() {
        assertEquals("flag provided but not defined: -bogus",
                assertThrows(UsageException.class, () -> parse("id", "--bogus")).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "-1, -1", "+3, 3", "0x10, 16", "0b101, 5", "0o17, 15", "017, 15", "0, 0"})
    void integersMayCarryAPrefixForTheirBase(String text, long value) {
        assertEquals(value, parse("--preserve-fds", text).integer(FDS));
    }
}
