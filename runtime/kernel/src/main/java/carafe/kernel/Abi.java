package carafe.kernel;

/** The processor architectures Carafe has system call numbers and a servant for. */
public enum Abi {
    X86_64,
    AARCH64;

    private static final Abi CURRENT = of(System.getProperty("carafe.arch", System.getProperty("os.arch")));

    /** The architecture of this process. */
    public static Abi current() {
        return CURRENT;
    }

    private static Abi of(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> throw new ExceptionInInitializerError("Carafe has no servant for the architecture " + osArch);
        };
    }
}
