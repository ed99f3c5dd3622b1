package carafe.container.doctor;

import carafe.container.inspect.ProcFiles;
import carafe.container.process.Caller;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the questions go, and where the findings are collected.
 *
 * @param path       of programs
 * @param home       of the caller; null if unknown
 */
record Host(
        Kernel kernel, ProcFiles files, Caller caller, String release, String path, String home,
        List<Diagnosis.Check> findings) {
    private static final int EXECUTE = 1;

    static Host of(Kernel kernel, String path, String home) {
        ProcFiles files = new ProcFiles(kernel);
        return new Host(kernel, files, Caller.of(kernel), files.text("/proc/sys/kernel/osrelease"),
                path == null ? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" : path, home, new ArrayList<>());
    }

    void ok(String area, String name, String found) {
        findings.add(new Diagnosis.Check(area, name, Diagnosis.OK, found, null, null));
    }

    void warn(String area, String name, String found, String consequence, String remedy) {
        findings.add(new Diagnosis.Check(area, name, Diagnosis.WARN, found, consequence, remedy));
    }

    void fail(String area, String name, String found, String consequence, String remedy) {
        findings.add(new Diagnosis.Check(area, name, Diagnosis.FAIL, found, consequence, remedy));
    }

    /** A warning to root, who can do without, and a failure to others. */
    void failForUsers(String area, String name, String found, String consequence, String remedy) {
        findings.add(new Diagnosis.Check(area, name, caller.isPrivileged() ? Diagnosis.WARN : Diagnosis.FAIL, found,
                consequence, remedy));
    }

    /** The first executable of this name on the path; null if there is none. */
    String program(String name) {
        for (String directory : path.split(":")) {
            String candidate = directory + "/" + name;
            if (!directory.isEmpty()
                    && !kernel.allowingAll().faccessat(Fd.CWD, candidate, EXECUTE, 0).failed()) {
                return candidate;
            }
        }
        return null;
    }

    /** Null if it is not there. */
    Stat stat(String file) {
        return kernel.allowingAll().stat(Fd.CWD, file, 0);
    }

    /** Whether the kernel has a call: asked without arguments that mean anything, only a missing one answers ENOSYS. */
    boolean has(Syscall syscall) {
        long nowhere = -1;
        return kernel.allowingAll().run(kernel.call(syscall).with(nowhere).with(0).with(0).with(0).with(0).with(0))
                .errno() != Errno.ENOSYS;
    }

    /** Whether the kernel is of this version or later. */
    boolean isAtLeast(int major, int minor) {
        String[] parts = release.split("[.-]");
        try {
            int ownMajor = Integer.parseInt(parts[0]);
            int ownMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return ownMajor > major || ownMajor == major && ownMinor >= minor;
        } catch (NumberFormatException unusual) {
            return true;
        }
    }
}
