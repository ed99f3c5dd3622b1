package carafe.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The classes of both programs, as they were compiled. */
final class Programs {
    /** The directory of each module and the packages it holds. */
    static final Map<String, String> PACKAGES = Map.of(
            "spec", "carafe.spec..",
            "shim-protocol", "carafe.shim..",
            "runtime/kernel", "carafe.kernel..",
            "runtime/container", "carafe.container..",
            "runtime/cli", "carafe.cli..",
            "monitor", "carafe.monitor..");

    private Programs() {
    }

    static JavaClasses all() {
        List<Path> compiled = PACKAGES.keySet().stream().map(module -> Path.of("..", module, "target/classes")).toList();
        for (Path classes : compiled) {
            if (!Files.isDirectory(classes)) {
                throw new AssertionError(classes + " is not there: compile all modules first (mvn test-compile)");
            }
        }
        return new ClassFileImporter().importPaths(compiled);
    }
}
