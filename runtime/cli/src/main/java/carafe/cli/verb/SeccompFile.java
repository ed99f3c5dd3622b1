package carafe.cli.verb;

import carafe.container.Refused;
import carafe.container.seccomp.SyscallAbi;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.ConfigReader;
import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.seccomp.EngineProfile;
import carafe.spec.seccomp.Seccomp;
import java.util.List;
import java.util.Set;

/**
 * A seccomp profile, wherever it stands.
 *
 * @param pointer where in its document; empty if it is the document
 */
record SeccompFile(Seccomp seccomp, String pointer) {
    private static final String IN_CONFIG = "/linux/seccomp";
    /** What Docker and Podman give a container if they are not told otherwise. */
    private static final Set<String> USUAL_CAPABILITIES = Set.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER",
            "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID",
            "CAP_SYS_CHROOT");

    /**
     * @param path         a bundle, a config.json, the profile in one, or an engine's profile
     * @param capabilities of the container that an engine's profile is for; none for the usual
     * @throws Refused if there is no profile
     * @throws carafe.spec.json.SpecException if it cannot be used
     */
    static SeccompFile read(Kernel kernel, String path, List<String> capabilities) {
        Fd bundle = kernel.allowing(Errno.ENOTDIR, Errno.ENOENT)
                .openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
        if (!bundle.failed()) {
            BundleConfig config = BundleConfig.read(kernel, bundle);
            kernel.close(bundle);
            return ofConfig(path + "/" + config.file(), config.json());
        }
        byte[] json = HostFile.readOrStandardInput(kernel, path);
        if (isConfig(path, json)) {
            return ofConfig(path, json);
        }
        SyscallAbi machine = SyscallAbi.ofThisMachine();
        String engineArch = machine == SyscallAbi.X86_64 ? "amd64" : "arm64";
        Set<String> caps = capabilities.isEmpty() ? USUAL_CAPABILITIES : Set.copyOf(capabilities);
        return new SeccompFile(EngineProfile.read(path, json, machine.arch(), engineArch, caps), "");
    }

    private static SeccompFile ofConfig(String path, byte[] json) {
        var linux = ConfigReader.readConfig(path, json).linux();
        if (linux == null || linux.seccomp() == null) {
            throw new Refused(path + ": found nothing at " + IN_CONFIG + ", expected a seccomp profile");
        }
        return new SeccompFile(linux.seccomp(), IN_CONFIG);
    }

    private static boolean isConfig(String path, byte[] json) {
        return JsonReader.readDocument(json, Findings.stoppingAtFirstError(path), in -> {
            boolean found = false;
            while (in.nextProperty()) {
                found |= in.property().equals("ociVersion") || in.property().equals("linux");
                in.skip();
            }
            return found;
        });
    }
}
