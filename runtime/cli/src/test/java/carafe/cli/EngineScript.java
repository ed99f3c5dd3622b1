package carafe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine calls for one of its own commands, line by line: a word and what belongs to it.
 *
 * @param name the engine and its command
 */
record EngineScript(String name, List<Line> lines) {

    /** @param rest may hold words in single quotes */
    record Line(String word, String rest) {
        List<String> words() {
            List<String> words = new ArrayList<>();
            String[] parts = rest.split("'");
            for (int i = 0; i < parts.length; i++) {
                if (i % 2 == 1) {
                    words.add(parts[i]);
                } else {
                    words.addAll(List.of(parts[i].strip().split(" +")));
                }
            }
            words.removeIf(String::isEmpty);
            return words;
        }
    }

    /** The scripts in {@code calls/ENGINE.calls}; each begins with a line "== NAME". */
    static List<EngineScript> of(String engine) {
        List<EngineScript> scripts = new ArrayList<>();
        for (String line : text(engine).lines().toList()) {
            if (line.startsWith("== ")) {
                scripts.add(new EngineScript(engine + ": " + line.substring(3), new ArrayList<>()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                int space = line.indexOf(' ');
                scripts.getLast().lines.add(space < 0 ? new Line(line, "")
                        : new Line(line.substring(0, space), line.substring(space + 1)));
            }
        }
        return scripts;
    }

    private static String text(String engine) {
        try (InputStream file = EngineScript.class.getResourceAsStream("calls/" + engine + ".calls")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
