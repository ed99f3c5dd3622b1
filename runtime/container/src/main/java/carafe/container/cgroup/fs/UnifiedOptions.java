package carafe.container.cgroup.fs;

import carafe.container.path.MountTable;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of cgroup version 2, such as {@code nsdelegate} and {@code memory_recursiveprot}.
 *
 * <p>They belong to the one super block that all its mounts share, and a mount made in the initial cgroup namespace sets
 * all of them for the whole machine (apply_cgroup_root_flags in kernel/cgroup/cgroup.c): one without any would end what
 * keeps delegated cgroups apart. In other cgroup namespaces the kernel reads them and leaves the super block alone.
 */
public final class UnifiedOptions {
    private UnifiedOptions() {
    }

    /** Those that are in force now, to be repeated; empty if version 2 is mounted nowhere this process can see. */
    public static List<String> inForce(Kernel kernel) {
        for (MountTable.Mount mount : MountTable.read(kernel)) {
            if (mount.type().equals("cgroup2")) {
                return ofSuperBlock(mount.options());
            }
        }
        return List.of();
    }

    /**
     * After a program that may have mounted version 2 without regard to them, as CRIU does to save a process. A file
     * system context does what a mount would, and nothing is mounted.
     *
     * @param options what {@link #inForce} said before
     */
    public static void putBack(Kernel kernel, List<String> options) {
        if (inForce(kernel).equals(options)) {
            return;
        }
        kernel.enter(StepKind.CGROUP_OPTIONS);
        Fd context = kernel.fsopen("cgroup2");
        for (String option : options) {
            kernel.fsconfigFlag(context, option);
        }
        kernel.fsconfigCreate(context);
        kernel.close(context);
    }

    /** @param words what mountinfo shows: also whether it is read-only, and what security modules say */
    static List<String> ofSuperBlock(List<String> words) {
        List<String> options = new ArrayList<>();
        for (String word : words) {
            if (!word.equals("rw") && !word.equals("ro") && !word.equals("seclabel") && word.indexOf('=') < 0) {
                options.add(word);
            }
        }
        return options;
    }
}
