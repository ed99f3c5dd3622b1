package carafe.container.process;

import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.IdMapping;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the id maps of a new user namespace from outside (user_namespaces(7)).
 *
 * <p>A privileged writer may map anything. Anybody else may map just their own id, and needs the setuid helpers
 * newuidmap and newgidmap for the ids that /etc/subuid and /etc/subgid grant.
 */
public final class IdMaps {
    private static final String[] HELPER_DIRECTORIES = {"/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"};
    private static final String HELPER_HINT = "install newuidmap and newgidmap (package uidmap) and give the user a "
            + "range in /etc/subuid and /etc/subgid";

    private final LocalKernel kernel;
    private final List<IdMapping> uids;
    private final List<IdMapping> gids;

    public IdMaps(LocalKernel kernel, List<IdMapping> uids, List<IdMapping> gids) {
        this.kernel = kernel;
        this.uids = uids;
        this.gids = gids;
    }

    /** Of a process in the new namespace, which must be dumpable unless we are the host's root. */
    public void write(int pid) {
        write(pid, "uid_map", "newuidmap", uids, "/linux/uidMappings", false);
        write(pid, "gid_map", "newgidmap", gids, "/linux/gidMappings", true);
    }

    private void write(int pid, String file, String helper, List<IdMapping> mappings, String pointer, boolean group) {
        if (mappings.isEmpty()) {
            return;
        }
        Step step = new Step(StepKind.ID_MAP, file, pointer);
        kernel.enter(step);
        String path = "/proc/" + pid + "/" + file;
        int errno = writeDirectly(path, mappings);
        if (errno == Errno.EPERM && group && mappings.size() == 1) {
            // an own group may be mapped only by who has given up setgroups
            kernel.allowing(Errno.ENOENT).openat(Fd.CWD, "/proc/" + pid + "/setgroups", Open.O_PATH);
            kernel.writeText(Fd.CWD, "/proc/" + pid + "/setgroups", "deny");
            errno = writeDirectly(path, mappings);
            if (errno == Errno.EPERM) {
                kernel.writeText(Fd.CWD, "/proc/" + pid + "/setgroups", "allow");
            }
        }
        if (errno == Errno.EPERM) {
            runHelper(step, helper, pid, mappings);
        } else if (errno != 0) {
            throw new SetupFailed(step, new ErrnoException("write(" + path + ", \"" + lines(mappings).strip() + "\")",
                    errno), null);
        }
    }

    private int writeDirectly(String path, List<IdMapping> mappings) {
        Fd file = kernel.openat(Fd.CWD, path, Open.O_WRONLY);
        Ref result = kernel.allowingAll().write(file, lines(mappings));
        kernel.close(file);
        return result.errno();
    }

    private static String lines(List<IdMapping> mappings) {
        StringBuilder lines = new StringBuilder();
        for (IdMapping mapping : mappings) {
            lines.append(mapping.containerID()).append(' ').append(mapping.hostID()).append(' ')
                    .append(mapping.size()).append('\n');
        }
        return lines.toString();
    }

    private void runHelper(Step step, String helper, int pid, List<IdMapping> mappings) {
        List<String> argv = new ArrayList<>(List.of(helper, Integer.toString(pid)));
        for (IdMapping mapping : mappings) {
            argv.add(Long.toString(mapping.containerID()));
            argv.add(Long.toString(mapping.hostID()));
            argv.add(Long.toString(mapping.size()));
        }
        String program = find(helper);
        if (program == null) {
            throw new SetupFailed(step, new ErrnoException("write(" + step.name() + ")", Errno.EPERM),
                    HELPER_HINT);
        }
        Program.Ended ended = Program.run(kernel, program, argv, List.of());
        if (!ended.succeeded()) {
            throw new SetupFailed(step, helper + " failed: " + ended.excerpt(), HELPER_HINT);
        }
    }

    private String find(String helper) {
        for (String directory : HELPER_DIRECTORIES) {
            String path = directory + "/" + helper;
            if (!kernel.allowingAll().faccessat(Fd.CWD, path, 1, 0).failed()) {
                return path;
            }
        }
        return null;
    }
}
