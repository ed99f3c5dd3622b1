package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** A directory with empty files in a cgroup's place: shows what would be written. */
final class FakeCgroup {
    private final Path path;
    final CgroupDirectory directory;

    FakeCgroup(Kernel kernel, Path path, String... files) {
        this.path = path;
        this.directory = new CgroupDirectory(kernel, path.toString());
        for (String file : files) {
            try {
                Files.createFile(path.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The files that were written, with what was written. */
    String written() {
        TreeMap<String, String> contents = new TreeMap<>();
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                String content = Files.readString(file);
                if (!content.isEmpty()) {
                    contents.put(file.getFileName().toString(), content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents.toString();
    }
}
