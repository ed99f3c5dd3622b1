package carafe.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Types of constants, which the compiler copies to where they are used: only the sources show by whom. */
final class Constants {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    private Constants() {
    }

    /** Those of {@code types} that have nothing but constants, and one of them stands in the source of another type. */
    static Set<String> usedInSources(JavaClasses classes, Set<String> types) throws IOException {
        Set<String> used = new HashSet<>();
        List<Path> sources = sources();
        for (String name : types) {
            JavaClass type = classes.get(name);
            if (hasOnlyConstants(type) && isNamed(type.getSimpleName(), sources)) {
                used.add(name);
            }
        }
        return used;
    }

    private static boolean hasOnlyConstants(JavaClass type) {
        return type.getMethods().isEmpty() && type.getFields().stream().allMatch(field -> field.getModifiers()
                .containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL)));
    }

    private static boolean isNamed(String type, List<Path> sources) throws IOException {
        Pattern constant = Pattern.compile("\\b" + type + "\\.[A-Z]");
        for (Path source : sources) {
            if (!source.endsWith(type + ".java")
                    && constant.matcher(COMMENT.matcher(Files.readString(source)).replaceAll("")).find()) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> sources() throws IOException {
        Set<Path> all = new HashSet<>();
        for (String module : Programs.PACKAGES.keySet()) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return List.copyOf(all);
    }
}
