package carafe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.spec.mount.MountAttr;
import carafe.spec.mount.MsFlag;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompFlag;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers in the tables are those of the kernel's headers, as far as the installed headers have them. */
class KernelNumbersTest {
    private static final String GCC = "/usr/bin/gcc";

    @TempDir
    Path directory;
    private final Map<String, Long> expected = new LinkedHashMap<>();

    @BeforeEach
    void requireCompiler() {
        assumeTrue(Files.isExecutable(Path.of(GCC)), "needs gcc to read the kernel's headers");
    }

    @Test
    void capabilities() throws Exception {
        for (Capability capability : Capability.values()) {
            expected.put(capability.word(), (long) capability.number());
        }
        assertSameAsIn("linux/capability.h");
    }

    @Test
    void resourceLimits() throws Exception {
        for (RlimitType type : RlimitType.values()) {
            expected.put(type.word(), (long) type.number());
        }
        assertSameAsIn("asm/resource.h");
    }

    @Test
    void namespacesAndScheduling() throws Exception {
        for (NamespaceType type : NamespaceType.values()) {
            String name = type == NamespaceType.MOUNT ? "NS" : type.procName().toUpperCase(Locale.ROOT);
            expected.put("CLONE_NEW" + name, (long) type.cloneFlag());
        }
        for (SchedulerFlag flag : SchedulerFlag.values()) {
            expected.put(flag.word(), (long) flag.bit());
        }
        for (SchedulerPolicy policy : SchedulerPolicy.values()) {
            expected.put(policy == SchedulerPolicy.SCHED_OTHER ? "SCHED_NORMAL" : policy.word(),
                    (long) policy.number());
        }
        assertSameAsIn("linux/sched.h");
    }

    @Test
    void ioPriorityClasses() throws Exception {
        for (IoPriorityClass ioClass : IoPriorityClass.values()) {
            expected.put(ioClass.word(), (long) ioClass.number());
        }
        assertSameAsIn("linux/ioprio.h");
    }

    @Test
    void memoryPolicies() throws Exception {
        for (MemoryPolicyMode mode : MemoryPolicyMode.values()) {
            expected.put(mode.word(), (long) mode.number());
        }
        // later than the headers of some distributions
        expected.remove("MPOL_WEIGHTED_INTERLEAVE");
        for (MemoryPolicyFlag flag : MemoryPolicyFlag.values()) {
            expected.put(flag.word(), (long) flag.bit());
        }
        assertSameAsIn("linux/mempolicy.h");
    }

    @Test
    void mountFlagsAndAttributes() throws Exception {
        addConstants(MsFlag.class);
        addConstants(MountAttr.class);
        assertSameAsIn("linux/mount.h");
    }

    @Test
    void seccompActionsAndFlags() throws Exception {
        for (SeccompAction action : SeccompAction.values()) {
            String name = action == SeccompAction.NOTIFY ? "USER_NOTIF" : action.name();
            expected.put("SECCOMP_RET_" + name, action.returnValue() & 0xFFFF_FFFFL);
        }
        for (SeccompFlag flag : SeccompFlag.values()) {
            expected.put(flag.word(), (long) flag.bit());
        }
        assertSameAsIn("linux/seccomp.h");
    }

    private void addConstants(Class<?> table) throws IllegalAccessException {
        for (Field field : table.getFields()) {
            expected.put(field.getName(), field.getLong(null));
        }
    }

    /** Lets the compiler print each constant; macros the headers do not have are left out. */
    private void assertSameAsIn(String header) throws IOException, InterruptedException {
        StringBuilder program = new StringBuilder("#include <stdio.h>\n#include <" + header + ">\nint main() {\n");
        for (String name : expected.keySet()) {
            boolean enumerator = name.startsWith("MPOL_") && !name.startsWith("MPOL_F_") || name.startsWith("IOPRIO_");
            program.append(enumerator ? "#if 1\n" : "#ifdef " + name + "\n")
                    .append("printf(\"%s %lld\\n\", \"").append(name).append("\", (long long) ").append(name)
                    .append(");\n#endif\n");
        }
        Path source = Files.writeString(directory.resolve("numbers.c"), program.append("}\n"));
        Path binary = directory.resolve("numbers");
        output(GCC, "-o", binary.toString(), source.toString());
        Map<String, Long> actual = new LinkedHashMap<>();
        for (String line : output(binary.toString()).lines().toList()) {
            String[] parts = line.split(" ");
            actual.put(parts[0], Long.valueOf(parts[1]));
        }
        expected.keySet().retainAll(actual.keySet());
        assertTrue(expected.size() > 2, () -> "only " + expected);
        assertEquals(actual, expected);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        java.lang.Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
