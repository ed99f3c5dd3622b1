import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Prints java's options that open the JDK's internal packages to the builder of native images.
 *
 * <p>A GraalVM's own JDK exports them to the builder in its module descriptors; a stock JDK must be told at start. The
 * list is long (some 1 000 packages), so it goes into an argument file.
 *
 * <p>Usage: {@code java BuilderExports.java DIRECTORY_OF_BUILDER_JARS}
 */
public final class BuilderExports {
    private BuilderExports() {
    }

    public static void main(String[] args) {
        Set<String> builderModules = ModuleFinder.of(Path.of(args[0])).findAll().stream()
                .map(reference -> reference.descriptor().name()).collect(Collectors.toCollection(TreeSet::new));
        String targets = String.join(",", builderModules);
        for (ModuleReference reference : ModuleFinder.ofSystem().findAll()) {
            ModuleDescriptor module = reference.descriptor();
            if (builderModules.contains(module.name())) {
                continue; // the JDK's own compiler, in whose place the builder's comes
            }
            Set<String> exported = module.exports().stream().filter(e -> !e.isQualified()).map(Exports::source)
                    .collect(Collectors.toSet());
            for (String name : new TreeSet<>(module.packages())) {
                if (!exported.contains(name)) {
                    System.out.println("--add-exports=" + module.name() + "/" + name + "=" + targets);
                }
            }
        }
    }
}
