package carafe.monitor;

import carafe.fixtures.Bundle;
import carafe.fixtures.StubCalls;
import carafe.kernel.Arena;
import carafe.kernel.Sys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The monitor under test, and the engine that starts it. The system property {@code carafe.monitor} names the binary;
 * Debian's conmon works too, and is how the expectations themselves are checked. {@code carafe.monitor.runtime} names
 * the runtime, by default runc.
 */
final class MonitorUnderTest implements BeforeEachCallback, AfterEachCallback {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int ARENA = 4 << 20;
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final Path binary = binaryUnderTest();
    private final String runtime = System.getProperty("carafe.monitor.runtime", "/usr/sbin/runc");
    private final List<MonitoredContainer> containers = new ArrayList<>();
    private Path directory;
    private Sys sys;

    private static Path binaryUnderTest() {
        String named = System.getProperty("carafe.monitor", "");
        Path here = Path.of("").toAbsolutePath();
        while (named.isEmpty() && !Files.isDirectory(here.resolve("native-test-fixtures"))) {
            here = here.getParent();
        }
        return named.isEmpty() ? here.resolve("dist/bin/carafe-monitor") : Path.of(named);
    }

    Path binary() {
        return binary;
    }

    String runtime() {
        return runtime;
    }

    Sys sys() {
        return sys;
    }

    Path directory() {
        return directory;
    }

    boolean isConmon() {
        return binary.endsWith("conmon");
    }

    /** Skips the rest of the test under conmon. */
    void onlyCarafe(String reason) {
        Assumptions.assumeFalse(isConmon(), "conmon: " + reason);
    }

    /** Skips the rest of the test in the JVM form, whose program is a launcher. */
    void onlyNative(String reason) throws IOException {
        byte[] start = new byte[ELF.length];
        try (InputStream program = Files.newInputStream(binary)) {
            program.readNBytes(start, 0, ELF.length);
        }
        Assumptions.assumeTrue(Arrays.equals(start, ELF), reason);
    }

    /** A program that the monitor is to start, such as a runtime that does only what the test wants to see. */
    Path program(String name, String script) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        if (!program.toFile().setExecutable(true)) {
            throw new AssertionError(program + " cannot be made executable");
        }
        return program;
    }

    /** A container that runs a shell script. */
    MonitoredContainer container(String script) {
        return container(bundle().script(script));
    }

    Bundle bundle() {
        return bundle("bundle");
    }

    /** A bundle in a directory whose name starts with a text. */
    Bundle bundle(String name) {
        return Bundle.create(directory.resolve(name + COUNTER.incrementAndGet())).writableRoot()
                .set("/linux/cgroupsPath", "/carafe-monitor-it-" + ProcessHandle.current().pid() + "-" + COUNTER);
    }

    MonitoredContainer container(Bundle bundle) {
        String id = "monitor-it-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
        MonitoredContainer container = new MonitoredContainer(this, bundle, id);
        containers.add(container);
        return container;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(binary), "the monitor does not exist: " + binary
                + " (scripts/build makes it; -Dcarafe.monitor=PATH names another)");
        Assumptions.assumeTrue(Files.isExecutable(Path.of(runtime)), "needs the runtime " + runtime);
        directory = Files.createTempDirectory("carafe-monitor-it-");
        sys = new Sys(Arena.ofProcess(ARENA));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (MonitoredContainer container : containers) {
            container.close();
        }
        if (directory != null) {
            try {
                StubCalls.refuse(directory);
            } finally {
                Scrub.delete(directory);
                sys.arena().close();
            }
        }
    }
}
