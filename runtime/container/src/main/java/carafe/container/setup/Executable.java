package carafe.container.setup;

import carafe.container.EngineWords;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.PendingStat;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the program for {@code process.args[0]} as execvp(3) would, in the container and with the rights of its user,
 * so that a wrong name fails {@code create} and not {@code start}. After the change of user and working directory.
 */
public final class Executable {
    /** What execvp(3) searches without a PATH (confstr(3), _CS_PATH). */
    private static final String DEFAULT_PATH = "/bin:/usr/bin";
    private static final int EXECUTE = 1;
    /** Check as the process will act, not as its real ids (include/uapi/linux/fcntl.h). */
    private static final int AT_EACCESS = 0x200;
    private static final Step STEP = new Step(StepKind.LOOK_UP_EXECUTABLE);

    private final String name;
    private final List<Candidate> candidates;

    private Executable(String name, List<Candidate> candidates) {
        this.name = name;
        this.candidates = candidates;
    }

    private record Candidate(String path, PendingStat stat, Ref access) {
        boolean isProgram() {
            // an old kernel or a sandbox may not know the question; execve will tell then
            boolean allowed = !access.failed() || access.errno() == Errno.ENOSYS || access.errno() == Errno.EPERM;
            return stat.get() != null && !stat.get().isDirectory() && allowed;
        }
    }

    /**
     * Looks everywhere it may be; queued.
     *
     * @param name args[0]
     * @param path the container's PATH; null if it has none
     */
    public static Executable look(Kernel kernel, String name, String path) {
        kernel.enter(STEP);
        List<Candidate> candidates = new ArrayList<>();
        if (name.indexOf('/') >= 0) {
            candidates.add(look(kernel, name));
        } else {
            for (String directory : (path == null ? DEFAULT_PATH : path).split(":", -1)) {
                candidates.add(look(kernel, (directory.isEmpty() ? "." : directory) + "/" + name));
            }
        }
        return new Executable(name, candidates);
    }

    /**
     * @return the path to execute
     * @throws SetupFailed if there is none that the process may execute
     */
    public String path() {
        return name.indexOf('/') >= 0 ? check(name) : search();
    }

    private String check(String path) {
        Candidate candidate = candidates.getFirst();
        if (candidate.stat().get() == null) {
            throw failure(path, "stat " + path + ": " + Errno.text(candidate.stat().errno()));
        }
        if (!candidate.isProgram()) {
            // engines look for what execve says of a directory as well (EACCES); without it the status is not 126
            throw failure(path, (candidate.stat().get().isDirectory() ? "is a directory: " : "")
                    + EngineWords.PERMISSION_DENIED);
        }
        return path;
    }

    private String search() {
        for (Candidate candidate : candidates) {
            if (candidate.isProgram()) {
                return candidate.path();
            }
        }
        throw failure(name, EngineWords.EXECUTABLE_NOT_FOUND);
    }

    private static Candidate look(Kernel kernel, String path) {
        PendingStat stat = kernel.allowingAll().statLater(Fd.CWD, path, 0);
        Ref access = kernel.allowingAll().faccessat(Fd.CWD, path, EXECUTE, AT_EACCESS);
        return new Candidate(path, stat, access);
    }

    private static SetupFailed failure(String name, String reason) {
        return new SetupFailed(STEP, "exec: \"" + name + "\": " + reason, null);
    }
}
