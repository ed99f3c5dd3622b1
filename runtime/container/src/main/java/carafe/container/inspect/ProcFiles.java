package carafe.container.inspect;

import carafe.kernel.Arena;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads files that may not be there, may be hidden, or vanish meanwhile: all of that is null. */
public final class ProcFiles {
    private static final int ENTRIES_BUFFER = 32768;
    /** Offsets in struct linux_dirent64 (getdents64(2)). */
    private static final int ENTRY_LENGTH_AT = 16;
    private static final int ENTRY_NAME_AT = 19;

    private final Kernel kernel;

    public ProcFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The whole file, without white space at its end. */
    public String text(String path) {
        int mark = kernel.arena().mark();
        try {
            Fd file = kernel.allowingAll().openat(Fd.CWD, path, Open.O_RDONLY | Open.O_NONBLOCK | Open.O_NOCTTY);
            if (file.failed()) {
                return null;
            }
            try {
                return new String(kernel.readAll(file), StandardCharsets.UTF_8).stripTrailing();
            } finally {
                kernel.close(file);
            }
        } catch (ErrnoException gone) {
            return null;
        } finally {
            kernel.arena().reset(mark);
        }
    }

    public List<String> lines(String path) {
        String text = text(path);
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Where a symbolic link leads. */
    public String link(String path) {
        int mark = kernel.arena().mark();
        try {
            return kernel.readlinkat(Fd.CWD, path);
        } catch (ErrnoException gone) {
            return null;
        } finally {
            kernel.arena().reset(mark);
        }
    }

    /** The names in a directory that are numbers. */
    public List<Integer> numbers(String path) {
        List<Integer> numbers = new ArrayList<>();
        for (String name : names(path)) {
            if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                numbers.add(Integer.parseInt(name));
            }
        }
        return numbers;
    }

    /** The names in a directory but . and .., empty if there is none. */
    public List<String> names(String path) {
        List<String> names = new ArrayList<>();
        Fd directory = kernel.allowingAll().openat(Fd.CWD, path, Open.O_RDONLY | Open.O_DIRECTORY);
        if (directory.failed()) {
            return names;
        }
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long buffer = arena.allocate(ENTRIES_BUFFER, 8);
        int n;
        while ((n = (int) kernel.run(kernel.allowingAll().call(Syscall.GETDENTS64).with(directory).with(buffer)
                .with(ENTRIES_BUFFER)).get()) > 0) {
            int start = arena.offset(buffer);
            for (int at = start; at < start + n; at += arena.memory().getShort(at + ENTRY_LENGTH_AT) & 0xffff) {
                String name = arena.getString(buffer + at - start + ENTRY_NAME_AT);
                if (!name.equals(".") && !name.equals("..")) {
                    names.add(name);
                }
            }
        }
        arena.reset(mark);
        kernel.close(directory);
        return names;
    }
}
