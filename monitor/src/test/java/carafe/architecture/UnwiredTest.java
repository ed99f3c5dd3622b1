package carafe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Nothing stands in a program that the program does not use: another type uses every type, and what begins in a main
 * method gets to every method, whether directly or through what it overrides.
 */
class UnwiredTest {
    /** Packages, types, or members as {@code type#name}, each with its reason. At most ten. */
    private static final Map<String, String> ALLOWED = Map.of(
            "carafe.container.api", "what Java programs embed; its test and the example call it",
            "carafe.kernel.trace.PlanKernel", "until a plan is printed that is not carried out",
            "carafe.monitor.process.ProcessTable", "until a face of the monitor looks after several processes",
            "carafe.shim.MonitorClient", "the client of programs that embed the protocol",
            "carafe.shim.ControlVerb", "the manual page is generated from it",
            "carafe.spec.State#read", "what hooks and seccomp agents written in Java read");

    private final JavaClasses classes = Programs.all();

    @Test
    void everyTypeIsUsed() throws IOException {
        Set<String> unused = new TreeSet<>();
        for (JavaClass type : classes) {
            if (Reach.isWritten(type) && !isAllowed(ALLOWED.keySet(), type) && !isUsed(type)) {
                unused.add(type.getName());
            }
        }
        unused.removeAll(Constants.usedInSources(classes, unused));
        assertEquals(Set.of(), unused);
    }

    @Test
    void everyMethodIsCalled() {
        assertEquals(Set.of(), uncalled(ALLOWED.keySet()));
    }

    @Test
    void theListOfExceptionsIsShortAndEachIsNeeded() {
        assertTrue(ALLOWED.size() <= 10, () -> ALLOWED.size() + " exceptions");
        assertEquals(List.of(), ALLOWED.keySet().stream().filter(name -> !isNeeded(name)).toList());
    }

    private boolean isNeeded(String exception) {
        Set<String> others = new HashSet<>(ALLOWED.keySet());
        others.remove(exception);
        return !uncalled(others).isEmpty();
    }

    private Set<String> uncalled(Set<String> allowed) {
        Set<String> uncalled = new TreeSet<>();
        Reach reach = Reach.from(classes, member -> isAllowed(allowed, member));
        for (JavaClass type : classes) {
            for (JavaMethod method : type.getMethods()) {
                if (!isData(method) && !reach.contains(method)) {
                    uncalled.add(type.getName() + "#" + method.getName());
                }
            }
        }
        return uncalled;
    }

    /** By another type; what is inside it does not count. */
    private static boolean isUsed(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream().map(Dependency::getOriginClass)
                .anyMatch(user -> !user.equals(type) && !user.getName().startsWith(type.getName() + "$"));
    }

    private static boolean isAllowed(Set<String> allowed, JavaMember member) {
        return isAllowed(allowed, member.getOwner())
                || allowed.contains(member.getOwner().getName() + "#" + member.getName());
    }

    private static boolean isAllowed(Set<String> allowed, JavaClass type) {
        return isMain(type) || allowed.contains(type.getPackageName())
                || allowed.contains(Reach.outermost(type).getName());
    }

    /** Where the JVM form of a program starts, and the main method of its image. */
    private static boolean isMain(JavaClass type) {
        return type.getName().equals("carafe.cli.Main") || type.getName().equals("carafe.monitor.Main");
    }

    /** What the compiler wrote, and what belongs to the data of a record or an enum. */
    private static boolean isData(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return method.getModifiers().contains(JavaModifier.SYNTHETIC)
                || owner.isEnum() && Set.of("values", "valueOf").contains(method.getName())
                || owner.isRecord() && method.getRawParameterTypes().isEmpty()
                && owner.tryGetField(method.getName()).isPresent();
    }
}
