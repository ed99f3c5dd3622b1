package carafe.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The code that can run: what is allowed as a beginning, static initializers, what a library may call because it
 * overrides something of the library, and all that these call. A call of a method is one of everything that overrides
 * it.
 */
final class Reach {
    private final Set<JavaCodeUnit> reached = new HashSet<>();
    private final Deque<JavaCodeUnit> open = new ArrayDeque<>();
    private final JavaClasses classes;

    private Reach(JavaClasses classes) {
        this.classes = classes;
    }

    static Reach from(JavaClasses classes, Predicate<JavaMember> beginnings) {
        Reach reach = new Reach(classes);
        for (JavaClass type : classes) {
            for (JavaCodeUnit code : type.getCodeUnits()) {
                if (beginnings.test(code) || code.getName().equals("<clinit>") || reach.isForALibrary(code)) {
                    reach.add(code);
                }
            }
        }
        while (!reach.open.isEmpty()) {
            reach.follow(reach.open.pop());
        }
        return reach;
    }

    boolean contains(JavaCodeUnit code) {
        return reached.contains(code);
    }

    /** Whether a type was written by hand with a name of its own. */
    static boolean isWritten(JavaClass type) {
        return !type.isAnonymousClass() && !type.getSimpleName().equals("package-info")
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Reach::outermost).orElse(type);
    }

    private void add(JavaCodeUnit code) {
        if (reached.add(code)) {
            open.push(code);
        }
    }

    private void follow(JavaCodeUnit code) {
        for (JavaAccess<?> access : code.getAccessesFromSelf()) {
            if (access.getTarget().resolveMember().orElse(null) instanceof JavaCodeUnit called) {
                add(called);
            }
        }
        if (code instanceof JavaMethod method) {
            for (JavaClass below : method.getOwner().getAllSubclasses()) {
                below.getMethods().stream().filter(other -> overrides(other, method)).forEach(this::add);
            }
        }
    }

    private boolean isForALibrary(JavaCodeUnit code) {
        return code instanceof JavaMethod method && bases(method.getOwner()).anyMatch(
                base -> !classes.contain(base.getName()) && (isUnknown(base)
                        || base.getMethods().stream().anyMatch(other -> overrides(method, other))));
    }

    /** A type of a library that is not on the class path of this test: any method may override one of its. */
    private static boolean isUnknown(JavaClass base) {
        return base.getMembers().isEmpty() && !base.getName().startsWith("java.");
    }

    private static Stream<JavaClass> bases(JavaClass type) {
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
    }

    /** Parameters of generic types are erased in the one and not in the other: there their number has to do. */
    private static boolean overrides(JavaMethod method, JavaMethod base) {
        List<JavaClass> parameters = method.getRawParameterTypes();
        return method.getName().equals(base.getName())
                && !method.getModifiers().contains(JavaModifier.STATIC)
                && !base.getModifiers().contains(JavaModifier.STATIC)
                && (parameters.equals(base.getRawParameterTypes())
                || parameters.size() == base.getRawParameterTypes().size()
                && !base.getOwner().getTypeParameters().isEmpty());
    }
}
