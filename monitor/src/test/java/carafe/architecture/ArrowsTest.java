package carafe.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies only point down, between modules as the README draws them and between the packages of each. */
class ArrowsTest {
    /** What the code of a module may know besides its own: the arrows of the README. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "spec", Set.of(),
            "shim-protocol", Set.of(),
            "runtime/kernel", Set.of(),
            "runtime/container", Set.of("spec", "runtime/kernel"),
            "runtime/cli", Set.of("spec", "runtime/kernel", "runtime/container"),
            "monitor", Set.of("shim-protocol", "runtime/kernel"));
    private static final JavaClasses CLASSES = Programs.all();

    static List<String> modules() {
        return Programs.PACKAGES.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleUsesOnlyWhatLiesBelow(String module) {
        Set<String> others = new TreeSet<>(Programs.PACKAGES.keySet());
        others.removeAll(MAY_USE.get(module));
        others.remove(module);
        noClasses().that().resideInAPackage(Programs.PACKAGES.get(module))
                .should().dependOnClassesThat().resideInAnyPackage(
                        others.stream().map(Programs.PACKAGES::get).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void noCircleOfPackages() {
        slices().matching("(carafe..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheKernelModuleKnowsJna() {
        noClasses().that().resideOutsideOfPackage(Programs.PACKAGES.get("runtime/kernel"))
                .should().dependOnClassesThat().resideInAPackage("com.sun.jna..").check(CLASSES);
    }
}
