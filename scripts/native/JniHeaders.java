import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the headers that the JDK's C sources include: one per class, with the class's constants as macros and
 * prototypes of its native methods.
 *
 * <p>{@code javac -h} would make them from the JDK's Java sources, which many JDK packages lack; the classes of the
 * running JDK tell the same.
 *
 * <p>Usage: {@code java JniHeaders.java OUTPUT_DIRECTORY MODULE...}
 */
public final class JniHeaders {
    private static final Path MODULES = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

    private JniHeaders() {
    }

    public static void main(String[] args) throws IOException {
        Path output = Files.createDirectories(Path.of(args[0]));
        for (int i = 1; i < args.length; i++) {
            Path module = MODULES.resolve(args[i]);
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
                    writeHeader(module, ClassFile.of().parse(Files.readAllBytes(file)), output);
                }
            }
        }
    }

    private static void writeHeader(Path module, ClassModel type, Path output) throws IOException {
        // in a header's name and macros, javac lets a nested class look like a class in a package
        String prefix = type.thisClass().asInternalName().replace('/', '_').replace('$', '_');
        StringBuilder header = new StringBuilder("#include <jni.h>\n");
        constants(module, type).forEach((field, value) ->
                header.append("#define %s_%s %s\n".formatted(prefix, field, literal(value))));
        nativeMethods(type).forEach((name, method) -> {
            if (method != null) {
                header.append(prototype(type, method));
            }
        });
        Files.writeString(output.resolve(prefix + ".h"), header);
    }

    /** The constants of a class and, as javac has it, of its superclasses in the same module. */
    private static Map<String, ConstantDesc> constants(Path module, ClassModel type) throws IOException {
        Map<String, ConstantDesc> constants = new LinkedHashMap<>();
        ClassModel next = type;
        while (next != null) {
            for (FieldModel field : next.fields()) {
                for (var attribute : field.attributes()) {
                    if (attribute instanceof ConstantValueAttribute constant
                            && constant.constant().constantValue() instanceof Number number) {
                        constants.putIfAbsent(field.fieldName().stringValue(), (ConstantDesc) number);
                    }
                }
            }
            Path parent = next.superclass().map(s -> module.resolve(s.asInternalName() + ".class")).orElse(null);
            next = parent != null && Files.exists(parent)
                    ? ClassFile.of().parse(Files.readAllBytes(parent)) : null;
        }
        return constants;
    }

    private static String literal(ConstantDesc value) {
        return switch (value) {
            case Integer i -> i == Integer.MIN_VALUE ? "(-2147483647L-1)" : i + "L";
            case Long l -> l == Long.MIN_VALUE ? "(-9223372036854775807LL-1)" : l + "LL";
            case Float f -> f + "f";
            default -> value.toString();
        };
    }

    /** Native methods by name; null stands for an overloaded one, whose C name carries its signature: none is called. */
    private static Map<String, MethodModel> nativeMethods(ClassModel type) {
        Map<String, MethodModel> methods = new LinkedHashMap<>();
        for (MethodModel method : type.methods()) {
            if (method.flags().has(AccessFlag.NATIVE)) {
                String name = method.methodName().stringValue();
                methods.put(name, methods.containsKey(name) ? null : method);
            }
        }
        return methods;
    }

    private static String prototype(ClassModel type, MethodModel method) {
        var signature = method.methodTypeSymbol();
        String name = "Java_" + mangle(type.thisClass().asInternalName()) + "_"
                + mangle(method.methodName().stringValue());
        String parameters = signature.parameterList().stream().map(p -> ", " + cType(p)).collect(Collectors.joining());
        return "JNIEXPORT %s JNICALL %s(JNIEnv *, jobject%s);\n"
                .formatted(cType(signature.returnType()), name, parameters);
    }

    /** A Java name as part of a C function's; see "Resolving Native Method Names" in the JNI specification. */
    private static String mangle(String name) {
        return name.replace("_", "_1").replace("$", "_00024").replace('/', '_');
    }

    /** In C, all of JNI's reference types are the same type as jobject. */
    private static String cType(ClassDesc type) {
        String name = type.descriptorString();
        return name.equals("V") ? "void" : type.isPrimitive() ? "j" + type.displayName() : "jobject";
    }
}
