package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Flags that are added to the mode of set_mempolicy(2) (linux/mempolicy.h). */
public enum MemoryPolicyFlag implements SpecWord {
    MPOL_F_NUMA_BALANCING(1 << 13),
    MPOL_F_RELATIVE_NODES(1 << 14),
    MPOL_F_STATIC_NODES(1 << 15);

    public static final Vocabulary<MemoryPolicyFlag> WORDS = Vocabulary.of(values()).called("memory policy flag");

    private final int bit;

    MemoryPolicyFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public String word() {
        return name();
    }

    /** The kernel's bit. */
    public int bit() {
        return bit;
    }
}
