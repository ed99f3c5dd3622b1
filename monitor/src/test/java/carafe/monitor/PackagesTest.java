package carafe.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of the monitor use one another in one direction only. */
class PackagesTest {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?(carafe\\.monitor\\.[a-z.]+)\\.[A-Z]",
            Pattern.MULTILINE);

    @Test
    void noPackageUsesOneThatUsesIt() throws IOException {
        Map<String, Set<String>> uses = uses();
        assertTrue(uses.get("carafe.monitor.conmon").contains("carafe.monitor.process"), uses::toString);
        List<String> circle = new ArrayList<>(uses.keySet());
        // what uses nothing of the rest is in no circle, until nothing is left
        while (circle.removeIf(name -> uses.get(name).stream().noneMatch(circle::contains))) {
            continue;
        }
        assertEquals(List.of(), circle, () -> "packages that use one another: " + uses);
    }

    private static Map<String, Set<String>> uses() throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                Matcher name = PACKAGE.matcher(source);
                assertTrue(name.find(), file::toString);
                Set<String> used = uses.computeIfAbsent(name.group(1), key -> new TreeSet<>());
                Matcher imported = IMPORT.matcher(source);
                while (imported.find()) {
                    if (!imported.group(1).equals(name.group(1))) {
                        used.add(imported.group(1));
                    }
                }
            }
        }
        return uses;
    }
}
