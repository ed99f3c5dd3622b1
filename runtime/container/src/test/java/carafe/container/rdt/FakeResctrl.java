package carafe.container.rdt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallingKernel;
import carafe.kernel.FileCalls;
import carafe.kernel.LocalKernel;
import carafe.kernel.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A resctrl file system of plain files, and a kernel that fills and empties its directories as the real one does. */
final class FakeResctrl extends CallingKernel {
    private static final List<String> FILES = List.of("tasks", "schemata");

    private final LocalKernel local = new LocalKernel();
    private final Path root;
    final Resctrl resctrl;

    FakeResctrl(Path root) {
        this.root = root;
        this.resctrl = new Resctrl(this, root.toString());
        fill(root);
    }

    /** Writes a file, making the directories above it. */
    FakeResctrl with(String file, String content) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class of service that somebody has made. */
    FakeResctrl withClass(String name, String schemata) {
        Path group = root.resolve(name);
        assertTrue(group.toFile().mkdir());
        fill(group);
        return with(name + "/schemata", schemata);
    }

    String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    @Override
    public void submit(Call call) {
        if (call.syscall() == Syscall.UNLINKAT && call.argument(2).equals((long) FileCalls.AT_REMOVEDIR)) {
            empty(pathOf(call));
        }
        local.submit(call);
        if (call.syscall() == Syscall.MKDIRAT && !call.result().failed()) {
            fill(pathOf(call));
        }
    }

    private static Path pathOf(Call call) {
        return Path.of((String) call.argument(1));
    }

    private static void fill(Path group) {
        try {
            for (String file : FILES) {
                Files.createFile(group.resolve(file));
            }
            Files.createDirectories(group.resolve("mon_groups"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files, monitoring groups and the like go with their directory. */
    private static void empty(Path group) {
        if (!Files.exists(group)) {
            return;
        }
        try (var below = Files.walk(group)) {
            below.sorted((a, b) -> b.compareTo(a)).filter(path -> !path.equals(group))
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Arena arena() {
        return local.arena();
    }

    @Override
    public void flush() {
        local.flush();
    }

    @Override
    public void close() {
        local.close();
    }
}
