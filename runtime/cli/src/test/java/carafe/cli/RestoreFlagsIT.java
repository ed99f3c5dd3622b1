package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags of {@code checkpoint} and {@code restore} that say what the restored container is to the caller. */
@Tag("guest")
class RestoreFlagsIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    private Container saved(Bundle bundle) {
        Container container = Counting.start(runtime, bundle);
        Counting.checkpoint(runtime, container).succeeds();
        return container;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-subreaper", "-no-subreaper", "--no-pivot", "--no-new-keyring",
            "--lsm-mount-context=system_u:object_r:container_file_t:s0"})
    void aFlagThatCriuHasNoUseForIsTaken(String flag) {
        if (flag.equals("--no-new-keyring")) {
            runtime.peer().skipIf(Peer.RUNC, "does not know the flag, which conmon adds");
        }
        Counting.restore(runtime, saved(runtime.bundle()), flag);
    }

    @ParameterizedTest
    @CsvSource({"--bundle, -d", "-b, --detach", ", -d"})
    void theBundleIsTheWorkingDirectoryUnlessItIsNamed(String flag, String detach) {
        Container container = saved(runtime.bundle());
        int before = Counting.counted(container);
        Path bundle = container.bundle().directory();
        Command restore = runtime.command("restore", detach, "--image-path", Counting.images(runtime));
        if (flag == null) {
            restore = restore.in(bundle);
        } else {
            restore = restore.in(bundle.getParent()).with(flag, bundle.getFileName());
        }
        restore.with(container.id()).run().succeeds();
        Counting.awaitCount(container, before + 3);
        assertEquals(bundle.toString(), container.state().path("bundle").asText());
    }

    @Test
    void thePidFileHasTheBareNumber() throws IOException {
        Container container = saved(runtime.bundle());
        Path file = runtime.directory().resolve("pid");
        container.command("restore", "--detach", "--image-path", Counting.images(runtime), "--pid-file", file).run()
                .succeeds();
        assertEquals(container.state().path("pid").asText(), Files.readString(file));
    }

    @Test
    void inTheForegroundTheCallerWaitsAlsoIfItIsNoSubreaper() throws IOException {
        Container container = runtime.container(runtime.bundle().writableRoot().script(
                "exec < /dev/null > /out 2>&1; while [ ! -e /go ]; do sleep 0.05; done; exit 7")).createAndStart();
        Eventually.holds("the program runs", () -> Files.exists(container.bundle().rootfs("/out")));
        Counting.checkpoint(runtime, container).succeeds();
        try (Running restore = container.command("restore", "--no-subreaper", "--image-path",
                Counting.images(runtime)).start()) {
            Eventually.holds("it is running again", () -> runtime.command("state", container.id()).run().stdout()
                    .contains("\"running\""));
            Files.createFile(container.bundle().rootfs("/go"));
            restore.waitFor().exits(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--empty-ns=network"})
    void theNetworkIsLeftEmptyForTheEngine(String flag) {
        Bundle bundle = runtime.bundle().capabilities("CAP_NET_ADMIN");
        Container container = Counting.begin(runtime.container(bundle),
                "ip address add 192.0.2.7/32 dev lo; i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done");
        assertEquals(1, addresses(container));
        Object[] flags = flag.isEmpty() ? new Object[0] : new Object[] {flag};
        Counting.checkpoint(runtime, container, flags).succeeds();
        Counting.restore(runtime, container, flags);
        assertEquals(0, addresses(container));
    }

    private static long addresses(Container container) {
        return container.exec("ip", "address").succeeds().stdout().lines().filter(line -> line.contains("192.0.2.7"))
                .count();
    }
}
