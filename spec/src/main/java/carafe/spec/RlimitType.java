package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** The resources of setrlimit(2), in the order of the kernel's numbers (asm-generic/resource.h). */
public enum RlimitType implements SpecWord {
    RLIMIT_CPU,
    RLIMIT_FSIZE,
    RLIMIT_DATA,
    RLIMIT_STACK,
    RLIMIT_CORE,
    RLIMIT_RSS,
    RLIMIT_NPROC,
    RLIMIT_NOFILE,
    RLIMIT_MEMLOCK,
    RLIMIT_AS,
    RLIMIT_LOCKS,
    RLIMIT_SIGPENDING,
    RLIMIT_MSGQUEUE,
    RLIMIT_NICE,
    RLIMIT_RTPRIO,
    RLIMIT_RTTIME;

    public static final Vocabulary<RlimitType> WORDS = Vocabulary.of(values());

    @Override
    public String word() {
        return name();
    }

    /** The kernel's number on x86_64, aarch64, riscv64, s390x and ppc64le. */
    public int number() {
        return ordinal();
    }
}
