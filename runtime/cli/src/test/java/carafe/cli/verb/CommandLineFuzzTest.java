package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.cli.args.ArgumentParser;
import carafe.cli.args.Syntax;
import carafe.cli.args.UsageException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever words follow a verb, they are arguments or a mistake that is told in one line. */
class CommandLineFuzzTest {
    private static final List<Syntax> SYNTAXES = Verbs.OF_CARAFE.syntaxes();

    @Provide
    Arbitrary<List<String>> words() {
        List<String> some = new ArrayList<>(List.of("-", "--", "---", "-=", "--=x", "", "web1", "=", "1", "-1", "1G",
                "18446744073709551616", "3s", "a=b", "json", "\n"));
        for (Syntax syntax : SYNTAXES) {
            syntax.flags().forEach(flag -> {
                some.add("--" + flag.name());
                some.add("--" + flag.name() + "=");
                some.add("-" + flag.name() + "=x");
            });
        }
        return Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(some)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(9))).list().ofMaxSize(7);
    }

    @Example
    void aNewlineInAValueIsShownAsOne() {
        assertEquals("invalid value \"\\n\" for flag -preserve-fds: parse error", assertThrows(UsageException.class,
                () -> ArgumentParser.parse(RunVerb.SYNTAX, new String[] {"--preserve-fds", "\n"}, 0)).getMessage());
        isParsedOrRefused(List.of("-a\rb"));
        isParsedOrRefused(List.of("--=\n"));
    }

    @Property
    void isParsedOrRefused(@ForAll("words") List<String> words) {
        for (Syntax syntax : SYNTAXES) {
            try {
                ArgumentParser.parse(syntax, words.toArray(String[]::new), 0);
            } catch (UsageException e) {
                assertEquals(1, e.getMessage().strip().lines().count(), e.getMessage());
            }
        }
    }
}
