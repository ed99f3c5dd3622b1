package carafe.container.criu;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import carafe.spec.Linux;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces that the container joined by path. CRIU neither saves nor makes network and pid namespaces that are
 * declared external; it joins others at restore.
 */
public final class ExternalNamespaces implements AutoCloseable {
    private final Kernel kernel;
    private final List<Namespace> joined = new ArrayList<>();
    private final List<Fd> opened = new ArrayList<>();

    private ExternalNamespaces(Kernel kernel, Linux linux) {
        this.kernel = kernel;
        for (Namespace namespace : linux.namespaces()) {
            if (namespace.path() != null) {
                joined.add(namespace);
            }
        }
    }

    /** The same name at checkpoint and restore; runc uses these, too. */
    private static String key(NamespaceType type) {
        return type == NamespaceType.NETWORK ? "extRootNetNS" : "extRootPidNS";
    }

    private static boolean isExternal(NamespaceType type) {
        return type == NamespaceType.NETWORK || type == NamespaceType.PID;
    }

    static void addToDump(CriuRequest request, Kernel kernel, Linux linux) {
        for (Namespace namespace : new ExternalNamespaces(kernel, linux).joined) {
            if (isExternal(namespace.type())) {
                Stat stat = kernel.stat(Fd.CWD, namespace.path(), 0);
                request.set(CriuOption.EXTERNAL, namespace.type().procName() + "[" + stat.inode() + "]:"
                        + key(namespace.type()));
            }
        }
    }

    /**
     * Opens what CRIU is to be given.
     *
     * @throws Refused if one is not there, or CRIU cannot restore into it
     */
    public static ExternalNamespaces open(Kernel kernel, Linux linux) {
        ExternalNamespaces namespaces = new ExternalNamespaces(kernel, linux);
        for (Namespace namespace : namespaces.joined) {
            if (namespace.type() == NamespaceType.CGROUP || namespace.type() == NamespaceType.TIME) {
                throw new Refused("criu cannot restore into a given " + namespace.type().word() + " namespace");
            }
            Fd fd = Fd.NONE;
            if (isExternal(namespace.type())) {
                fd = kernel.allowing(Errno.ENOENT).openat(Fd.CWD, namespace.path(), Open.O_RDONLY);
                if (fd.failed()) {
                    throw new Refused("Requested " + namespace.type().word() + " namespace " + namespace.path()
                            + " does not exist");
                }
            }
            namespaces.opened.add(fd);
        }
        return namespaces;
    }

    /** Descriptors that CRIU has to be started with, under the same numbers. */
    public List<Fd> descriptors() {
        List<Fd> descriptors = new ArrayList<>(opened);
        descriptors.removeIf(fd -> fd == Fd.NONE);
        return descriptors;
    }

    void addToRestore(CriuRequest request) {
        for (int i = 0; i < joined.size(); i++) {
            NamespaceType type = joined.get(i).type();
            if (isExternal(type)) {
                request.add(CriuOption.INHERIT_FD, key(type), opened.get(i).number());
            } else {
                request.add(CriuOption.JOIN_NAMESPACE, type.procName(), joined.get(i).path());
            }
        }
    }

    @Override
    public void close() {
        for (Fd fd : descriptors()) {
            kernel.close(fd);
        }
    }
}
