package carafe.container.rdt;

import carafe.container.Refused;
import carafe.kernel.Kernel;

/**
 * Other shares for the class of service of a container that exists; null leaves one as it is.
 *
 * @param l3CacheSchema a line that begins with L3:
 * @param memBwSchema   a line that begins with MB:
 */
public record RdtUpdate(String l3CacheSchema, String memBwSchema) {
    public static final RdtUpdate NONE = new RdtUpdate(null, null);

    public boolean isEmpty() {
        return l3CacheSchema == null && memBwSchema == null;
    }

    /**
     * To be called before anything is changed.
     *
     * @param state null for a container without a class of its own
     * @throws Refused in runc's words if the host or the container has nothing to change
     */
    public void requirePossible(Kernel kernel, RdtState state) {
        requirePossible(state == null ? Resctrl.find(kernel) : new Resctrl(kernel, state.mountpoint()), state);
    }

    void requirePossible(Resctrl resctrl, RdtState state) {
        if (l3CacheSchema != null && (resctrl == null || !resctrl.has(Resctrl.CACHE))) {
            throw new Refused("Intel RDT/CAT: l3 cache schema is not enabled");
        }
        if (memBwSchema != null && (resctrl == null || !resctrl.has(Resctrl.BANDWIDTH))) {
            throw new Refused("Intel RDT/MBA: memory bandwidth schema is not enabled");
        }
        if (!isEmpty() && state == null) {
            throw new Refused("updating a non-existent Intel RDT configuration is not supported");
        }
    }
}
