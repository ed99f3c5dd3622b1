package carafe.container.criu;

import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import java.util.ArrayList;
import java.util.List;

/** Restores processes from images. */
public final class RestoreImages implements AutoCloseable {
    private static final String LOG_FILE = "restore.log";

    private final LocalKernel kernel;
    private final RestoreOptions options;
    private final Config config;
    private final CriuProgram criu;
    private final ImageDirectories directories;
    private final Descriptors descriptors;
    private final ExternalNamespaces namespaces;
    private final Fd[] ends;
    private boolean started;

    /**
     * Finds everything that is needed, before anything is made that would have to be undone.
     *
     * @throws Refused if something is missing
     */
    public RestoreImages(LocalKernel kernel, RestoreOptions options, Config config) {
        this.kernel = kernel;
        this.options = options;
        this.config = config;
        this.criu = CriuProgram.find(kernel);
        options.requireSupport(criu);
        this.directories = ImageDirectories.open(kernel, options.common());
        this.descriptors = Descriptors.read(kernel, directories.images(), options.common().imagePath());
        this.namespaces = ExternalNamespaces.open(kernel, config.linux());
        this.ends = criu.socket();
    }

    /** Descriptors that the servant which becomes CRIU has to be spawned with. */
    public int[] descriptorsToKeep() {
        List<Fd> all = new ArrayList<>(namespaces.descriptors());
        all.add(ends[1]);
        int[] numbers = new int[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = all.get(i).number();
        }
        return numbers;
    }

    /**
     * @param servant is where CRIU is to be: in the container's cgroup, and in a mount namespace with {@code root}; it
     *                becomes CRIU
     * @param root    the root file system, as path of a mount of its own whose parent nothing is mounted over
     * @return the host's pid of the container's first process, a child of this one
     */
    public int run(Servant servant, String root, ExternalMounts mounts, CgroupRoots cgroups, CriuEvents events) {
        for (Fd namespace : namespaces.descriptors()) {
            servant.setCloexec(Fd.of(namespace.number()), false);
        }
        try (ImageDirectories there = directories.asMountedFor(servant.pid());
                CriuSession session = become(servant)) {
            return session.perform(request(there, root, mounts, cgroups), events);
        } catch (SetupFailed e) {
            // a hook's failure needs no explanation by CRIU
            throw e.step().kind() == StepKind.CRIU
                    ? CriuLog.explained(kernel, e, options.common().logDirectory() + "/" + LOG_FILE) : e;
        }
    }

    private CriuSession become(Servant servant) {
        // from here on, the ends of the socket are the session's
        started = true;
        return criu.become(servant, ends);
    }

    private CriuRequest request(ImageDirectories there, String root, ExternalMounts mounts, CgroupRoots cgroups) {
        CriuRequest request = CommonRequest.of(RequestType.RESTORE, options.common(), there, LOG_FILE, config);
        request.set(CriuOption.RESTORE_SIBLING, true)
                // the new host may have given a device another number
                .set(CriuOption.EVASIVE_DEVICES, true)
                .set(CriuOption.ROOT, root);
        if (options.tcpClose()) {
            request.set(CriuOption.TCP_CLOSE, true);
        }
        if (options.lsmProfile() != null) {
            request.set(CriuOption.LSM_PROFILE, options.lsmProfile());
        }
        if (options.lsmMountContext() != null) {
            request.set(CriuOption.LSM_MOUNT_CONTEXT, options.lsmMountContext());
        }
        namespaces.addToRestore(request);
        mounts.addTo(request);
        descriptors.addTo(request);
        cgroups.addTo(request);
        return request;
    }

    @Override
    public void close() {
        if (!started) {
            kernel.close(ends[0]);
            kernel.close(ends[1]);
        }
        namespaces.close();
        directories.close();
    }
}
