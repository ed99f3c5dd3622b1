package carafe.container.setup;

import carafe.container.Notices;
import carafe.kernel.Errno;
import carafe.kernel.IdentityCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.Capabilities;
import carafe.spec.Capability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * {@code process.capabilities}: the five sets (capabilities(7)). A capability that the runtime does not have itself
 * cannot be granted; it is warned of and left out.
 *
 * <p>In this order around the change of user: {@link #ask} some time before; {@link #dropBounding} before it, because
 * dropping takes CAP_SETPCAP, which goes with root; {@link #keepAcrossUserChange} before it, or the permitted set goes too;
 * {@link #apply} after it.
 */
public final class CapabilitySets {
    /** The sets have 64 bits; what a newer kernel has that we do not know by name must go as well. */
    private static final int HIGHEST = 63;

    private final Kernel kernel;
    private final Capabilities wanted;
    private final Notices notices;
    /** Two rows of effective, permitted, inheritable: the low 32 bits of each, then the high ones. */
    private long data;
    private Ref asked;
    private long grantable;

    /** @param wanted null for none, as the specification has it */
    public CapabilitySets(Kernel kernel, Capabilities wanted, Notices notices) {
        this.kernel = kernel;
        this.wanted = wanted == null ? Capabilities.NONE : wanted;
        this.notices = notices;
    }

    /** Asks what can be granted; queued. */
    public void ask() {
        kernel.enter(StepKind.LOOK_AT_CAPABILITIES);
        long header = kernel.arena().ints(IdentityCalls.CAPABILITY_VERSION, 0);
        data = kernel.arena().allocate(24, 8);
        asked = kernel.run(kernel.call(Syscall.CAPGET).with(header).with(data));
    }

    /** After {@link #ask}: takes what was not asked for out of reach of every later program. */
    public void dropBounding() {
        kernel.enter(StepKind.DROP_CAPABILITIES);
        grantable = permitted();
        warn();
        long bounding = Capability.mask(wanted.bounding());
        for (int capability = 0; capability <= HIGHEST; capability++) {
            if ((bounding & 1L << capability) == 0) {
                // EINVAL: this kernel has no such capability
                kernel.allowing(Errno.EINVAL).prctl(IdentityCalls.PR_CAPBSET_DROP, capability);
            }
        }
    }

    private long permitted() {
        asked.get();
        return kernel.arena().getInt(data + 4) & 0xffffffffL | (long) kernel.arena().getInt(data + 16) << 32;
    }

    private void warn() {
        List<String> missing = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            boolean asked = wanted.permitted().contains(capability) || wanted.effective().contains(capability)
                    || wanted.inheritable().contains(capability) || wanted.ambient().contains(capability);
            if (asked && (grantable & 1L << capability.number()) == 0) {
                missing.add(capability.word());
            }
        }
        if (!missing.isEmpty()) {
            notices.warning("ignoring capabilities that cannot be granted: " + String.join(", ", missing));
        }
    }

    public void keepAcrossUserChange() {
        kernel.prctl(IdentityCalls.PR_SET_KEEPCAPS, 1);
    }

    /** Sets the other four. */
    public void apply() {
        applyBut(null);
    }

    /**
     * The same, but one capability stays although it may not be asked for, until {@link #applySets}.
     *
     * @param kept null for none
     */
    public void applyBut(Capability kept) {
        kernel.enter(StepKind.CAPABILITIES);
        kernel.prctl(IdentityCalls.PR_SET_KEEPCAPS, 0);
        setSets(kept == null ? 0 : 1L << kept.number() & grantable);
        // EINVAL: before Linux 4.3 there are none
        kernel.allowing(Errno.EINVAL).prctl(IdentityCalls.PR_CAP_AMBIENT, IdentityCalls.PR_CAP_AMBIENT_CLEAR_ALL);
        raiseAmbient();
    }

    /** Sets effective, permitted and inheritable capabilities only: one call; queued. */
    public void applySets() {
        kernel.enter(StepKind.CAPABILITIES);
        setSets(0);
    }

    private void setSets(long more) {
        kernel.capset(mask(wanted.effective()) | more, mask(wanted.permitted()) | more, mask(wanted.inheritable()));
    }

    /** Only what is both permitted and inheritable can be ambient; anything else is left out. */
    private void raiseAmbient() {
        long possible = mask(wanted.permitted()) & mask(wanted.inheritable());
        List<String> impossible = new ArrayList<>();
        for (Capability capability : wanted.ambient()) {
            long bit = 1L << capability.number();
            if ((possible & bit) != 0) {
                // EINVAL: before Linux 4.3; EPERM: a secure bit forbids it
                kernel.allowing(Errno.EPERM, Errno.EINVAL).prctl(IdentityCalls.PR_CAP_AMBIENT,
                        IdentityCalls.PR_CAP_AMBIENT_RAISE, capability.number(), 0, 0);
            } else if ((grantable & bit) != 0) {
                // others are warned of already
                impossible.add(capability.word());
            }
        }
        if (!impossible.isEmpty()) {
            // all at once: Buildah asks for fourteen that cannot be, at every RUN
            notices.remark("can't raise ambient capability " + String.join(", ", impossible)
                    + ": not both permitted and inheritable");
        }
    }

    private long mask(Collection<Capability> capabilities) {
        return Capability.mask(capabilities) & grantable;
    }
}
