package carafe.monitor.conmon;

import carafe.kernel.ErrnoException;
import carafe.kernel.Sys;
import carafe.monitor.attach.AttachPlan;

/**
 * The short way to the attach socket: {@code SOCKET_DIR/CUUID} is a symbolic link to the bundle, so that the path of
 * the socket fits into a socket address.
 */
final class AttachLink {
    private final Sys sys;
    private final String path;

    private AttachLink(Sys sys, String path) {
        this.sys = sys;
        this.path = path;
    }

    /** Makes the link, unless clients use the directory's own path. */
    static AttachLink make(Sys sys, AttachPlan plan) {
        String path = plan.link();
        if (path != null) {
            sys.unlink(path);
            int error = sys.symlink(plan.directory(), path);
            if (error < 0) {
                throw new ErrnoException("cannot make the link " + path + " to the attach socket", -error);
            }
        }
        return new AttachLink(sys, path);
    }

    void remove() {
        if (path != null) {
            sys.unlink(path);
        }
    }
}
