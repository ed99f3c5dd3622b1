package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import java.util.List;
import java.util.Map;

/** {@code linux.resources.unified}: values for version 2 files by their names, written as they are. */
final class UnifiedResources {
    private static final String AT = "/linux/resources/unified/";

    private UnifiedResources() {
    }

    static void apply(CgroupDirectory directory, Map<String, String> values) {
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String file = entry.getKey();
            String pointer = AT + file.replace("~", "~0").replace("/", "~1");
            if (file.contains("/")) {
                throw CgroupFailed.invalid(pointer,
                        "unified resource \"" + file + "\" must be a file name (no slashes)");
            }
            int dot = file.indexOf('.');
            if (dot <= 0) {
                throw CgroupFailed.invalid(pointer,
                        "unified resource \"" + file + "\" must be in the form CONTROLLER.PARAMETER");
            }
            write(directory, file, file.substring(0, dot), entry.getValue(), pointer);
        }
    }

    private static void write(CgroupDirectory directory, String file, String controller, String value,
            String pointer) {
        try {
            // one device or event per line, and the kernel takes one line at a time
            directory.writeLines(file, List.of(value.strip().split("\n")), pointer);
        } catch (CgroupFailed e) {
            boolean mayBeMissing = e.errno() == Errno.ENOENT || e.isPermission();
            if (mayBeMissing && !controller.equals("cgroup")
                    && !List.of(directory.read("cgroup.controllers").split(" ")).contains(controller)) {
                throw CgroupFailed.invalid(pointer, "unified resource \"" + file
                        + "\" can't be set: controller \"" + controller + "\" not available");
            }
            throw e;
        }
    }
}
