package carafe.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.verb.Syntaxes;
import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts, run by the shells they are for. */
class CompletionTest {
    private static final String BASH = "/bin/bash";
    private static final String ZSH = "/usr/bin/zsh";
    private static final String FISH = "/usr/bin/fish";

    @TempDir
    Path scratch;

    /** Each word of {@code line} is one of COMP_WORDS; a line that ends in a space completes an empty word. */
    private List<String> bash(String line) throws IOException {
        Requires.program(BASH);
        Path carafe = scratch.resolve("carafe");
        Files.writeString(carafe, "#!/bin/sh\necho web1 web2 \"$@\" | tr ' ' '\\n'\n");
        carafe.toFile().setExecutable(true);
        Path script = Files.writeString(scratch.resolve("carafe.bash"), BashCompletion.of(Syntaxes.ALL));
        String[] words = line.substring(line.indexOf(' ') + 1).split(" ", -1);
        String call = ". " + script + "\nCOMP_WORDS=(" + carafe + " \"$@\")\nCOMP_CWORD=$#\n_carafe\n"
                + "printf '%s\\n' \"${COMPREPLY[@]}\"";
        Result result = Command.of(BASH, "-c", call, "bash").with((Object[]) words).in(scratch).run().succeeds();
        assertEquals("", result.stderr());
        return Arrays.stream(result.stdout().split("\n")).filter(word -> !word.isEmpty()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "carafe re|restore resume",
            "carafe --log-f|--log-format",
            "carafe --log-format |text json",
            "carafe --log-format = j|json",
            "carafe --debug --root /r st|start state",
            "carafe run --ke|--keep",
            "carafe list -f t|table",
            "carafe kill web1 K|KILL",
            "carafe state we|web1 web2",
            "carafe --root /r state /|/r",
            "carafe kill --r|--regex",
            "carafe create |",
            "carafe help feat|features",
    })
    void bashOffersWhatTheTablesSay(String line, String offers) throws IOException {
        assertEquals(offers == null ? List.of() : List.of(offers.split(" ")), bash(line));
    }

    @Test
    void bashOffersDirectoriesForABundle() throws IOException {
        Files.createDirectory(scratch.resolve("bundle1"));
        Files.createFile(scratch.resolve("bundle2"));
        assertEquals(List.of("bundle1"), bash("carafe run --bundle bu"));
    }

    @Test
    void bashKeepsHiddenFlagsHidden() throws IOException {
        assertEquals(List.of(), bash("carafe kill --al"));
    }

    @Test
    void zshUnderstandsItsScript() throws IOException {
        Requires.program(ZSH);
        Path script = Files.writeString(scratch.resolve("_carafe"), ZshCompletion.of(Syntaxes.ALL));
        Command.of(ZSH, "-n", script).run().succeeds();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "carafe resu|resume",
            "carafe --log-format |text json",
            "carafe run --ke|--keep",
            "carafe list -f t|table",
            "carafe kill web1 KI|KILL",
    })
    void fishOffersWhatTheTablesSay(String line, String offers) throws IOException {
        Requires.program(FISH);
        Path script = Files.writeString(scratch.resolve("carafe.fish"), FishCompletion.of(Syntaxes.ALL));
        String call = "source " + script + "; complete -C " + "'" + line + "'";
        Result result = Command.of(FISH, "--no-config", "-c", call)
                .withVariable("HOME", scratch.toString()).run().succeeds();
        List<String> words = Arrays.stream(result.stdout().split("\n")).map(word -> word.split("\t")[0]).toList();
        assertTrue(words.containsAll(List.of(offers.split(" "))), result::toString);
    }
}
