package carafe.container.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.kernel.LocalKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerDirectoryTest {
    private static final ContainerId ID = new ContainerId("one");

    @TempDir
    Path root;

    private final LocalKernel kernel = new LocalKernel();
    private ContainerStore store;
    private ContainerDirectory directory;

    @BeforeEach
    void reserve() {
        store = new ContainerStore(kernel, root.toString());
        directory = store.reserve(ID);
    }

    @AfterEach
    void close() {
        directory.close();
        kernel.close();
    }

    @Test
    void aReservedIdIsInUse() {
        assertTrue(directory.isThere());
        assertFalse(directory.hasState());
        assertThrows(Refused.class, () -> store.reserve(ID));
    }

    @Test
    void aRemovedDirectoryIsGone() {
        directory.remove();
        assertFalse(directory.isThere());
    }

    @Test
    void anotherDirectoryOfTheSameNameIsNotThisOne() {
        directory.remove();
        try (ContainerDirectory next = store.reserve(ID)) {
            assertFalse(directory.isThere());
            assertTrue(next.isThere());
        }
    }

    @Test
    void anotherContainersStateIsNotTheOldOnes() throws IOException {
        directory.remove();
        try (ContainerDirectory next = store.reserve(ID)) {
            Files.writeString(Path.of(next.path(), "state.json"), "{}");
            assertFalse(directory.hasState());
            assertTrue(next.hasState());
            assertEquals(directory.path(), next.path());
        }
    }
}
