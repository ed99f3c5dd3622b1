package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Modes of set_mempolicy(2), in the order of the kernel's numbers (linux/mempolicy.h). */
public enum MemoryPolicyMode implements SpecWord {
    MPOL_DEFAULT(Nodes.NONE),
    MPOL_PREFERRED(Nodes.ANY),
    MPOL_BIND(Nodes.SOME),
    MPOL_INTERLEAVE(Nodes.SOME),
    MPOL_LOCAL(Nodes.NONE),
    MPOL_PREFERRED_MANY(Nodes.SOME),
    MPOL_WEIGHTED_INTERLEAVE(Nodes.SOME);

    /** How many memory nodes a mode wants. */
    public enum Nodes { NONE, ANY, SOME }

    public static final Vocabulary<MemoryPolicyMode> WORDS = Vocabulary.of(values()).called("memory policy mode");

    private final Nodes nodes;

    MemoryPolicyMode(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public String word() {
        return name();
    }

    /** The kernel's number. */
    public int number() {
        return ordinal();
    }

    public Nodes nodes() {
        return nodes;
    }
}
