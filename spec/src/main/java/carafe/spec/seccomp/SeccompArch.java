package carafe.spec.seccomp;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Architectures whose system calls a filter can name; all that libseccomp 2.6 knows. */
public enum SeccompArch implements SpecWord {
    X86,
    X86_64,
    X32,
    ARM,
    AARCH64,
    MIPS,
    MIPS64,
    MIPS64N32,
    MIPSEL,
    MIPSEL64,
    MIPSEL64N32,
    PPC,
    PPC64,
    PPC64LE,
    S390,
    S390X,
    PARISC,
    PARISC64,
    RISCV64,
    LOONGARCH64,
    M68K,
    SH,
    SHEB;

    public static final Vocabulary<SeccompArch> WORDS = Vocabulary.of(values());

    private final String word = "SCMP_ARCH_" + name();

    @Override
    public String word() {
        return word;
    }
}
