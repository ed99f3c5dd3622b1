package carafe.container.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The block devices of this machine. */
final class BlockDevices {
    private BlockDevices() {
    }

    /** Major and minor number of one that can be throttled, null if there is none. */
    static long[] any() throws IOException {
        try (var devices = Files.list(Path.of("/sys/block"))) {
            List<Path> sorted = devices.filter(device -> !device.getFileName().toString().startsWith("loop"))
                    .filter(device -> !device.getFileName().toString().startsWith("ram")).sorted().toList();
            if (sorted.isEmpty()) {
                return null;
            }
            String[] numbers = Files.readString(sorted.getFirst().resolve("dev")).strip().split(":");
            return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
        }
    }
}
