import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code ARCHcpufeatures.h} for every architecture that the builder of native images knows; it compiles small C
 * programs against them to learn the layout, also for those it does not build for.
 *
 * <p>Each declares a struct with a byte for each feature. The interfaces that stand for these structs in the builder have
 * one method for each field.
 *
 * <p>Usage: {@code java CpuFeatureHeaders.java SVM_JAR OUTPUT_DIRECTORY}
 */
public final class CpuFeatureHeaders {
    private CpuFeatureHeaders() {
    }

    public static void main(String[] args) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]))) {
            for (String architecture : new String[] {"AMD64", "AArch64", "RISCV64"}) {
                String directory = architecture.toLowerCase();
                Path struct = jar.getPath("com/oracle/svm/core", directory, architecture + "LibCHelper$CPUFeatures.class");
                StringBuilder header = new StringBuilder("typedef struct {\n");
                for (MethodModel method : ClassFile.of().parse(Files.readAllBytes(struct)).methods()) {
                    header.append("    char ").append(method.methodName().stringValue()).append(";\n");
                }
                Files.writeString(Path.of(args[1], directory + "cpufeatures.h"), header.append("} CPUFeatures;\n"));
            }
        }
    }
}
