package carafe.container.doctor;

import carafe.container.process.Caller;
import carafe.kernel.Kernel;
import java.util.List;

/** Says whether this host is able, for whoever asks. */
public final class Doctor {
    private Doctor() {
    }

    /**
     * @param path where programs are looked for; null for the usual places
     * @param home of the caller; null if it has none
     */
    public static Diagnosis examine(Kernel kernel, String path, String home) {
        Host host = Host.of(kernel, path, home);
        KernelChecks.run(host);
        UserChecks.run(host);
        CgroupChecks.run(host);
        SecurityChecks.run(host);
        ProgramChecks.run(host);
        EngineChecks.run(host);
        return new Diagnosis(host.release(), name(host.caller()), List.copyOf(host.findings()));
    }

    private static String name(Caller caller) {
        if (caller.uid() != 0) {
            return "uid " + caller.uid();
        }
        return caller.inUserNamespace() ? "root of a user namespace" : "root";
    }
}
