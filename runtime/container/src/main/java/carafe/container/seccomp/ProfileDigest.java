package carafe.container.seccomp;

import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.Arrays;

/**
 * The digest of everything that a filter depends on. Each list is preceded by its length and each text by its own, so
 * that no two profiles give the same bytes.
 */
final class ProfileDigest {
    /** To be raised with every change of the compiler that changes what any profile is compiled to. */
    private static final int COMPILER_VERSION = 1;
    private static final int ABSENT = -1;
    private static final int NOT_ASCII = 0x80;

    private byte[] bytes = new byte[8192];
    private int length;

    private ProfileDigest() {
    }

    static byte[] of(Seccomp profile, SyscallAbi machine) {
        ProfileDigest digest = new ProfileDigest();
        digest.add(COMPILER_VERSION);
        digest.add(SyscallTable.get().digest());
        digest.add(machine.name());
        digest.add(profile);
        return Sha256.of(digest.bytes, digest.length);
    }

    private void add(Seccomp profile) {
        add(profile.defaultAction().ordinal());
        add(profile.defaultErrnoRet());
        add(profile.architectures().size());
        for (SeccompArch arch : profile.architectures()) {
            add(arch.ordinal());
        }
        add(profile.flags() == null ? ABSENT : profile.flags().size());
        if (profile.flags() != null) {
            for (SeccompFlag flag : profile.flags()) {
                add(flag.ordinal());
            }
        }
        add(profile.listenerPath() == null ? ABSENT : profile.listenerPath().isEmpty() ? 0 : 1);
        add(profile.syscalls().size());
        for (SeccompSyscall entry : profile.syscalls()) {
            add(entry.names().size());
            for (String name : entry.names()) {
                add(name);
            }
            add(entry.action().ordinal());
            add(entry.errnoRet());
            add(entry.args().size());
            for (SeccompArg arg : entry.args()) {
                add(arg.index());
                add(arg.op().ordinal());
                add(arg.value());
                add(arg.valueTwo());
            }
        }
    }

    private void add(Integer value) {
        add(value == null ? ABSENT : value.intValue());
    }

    /** ASCII as it is, anything else as 16 bits after a byte that ASCII does not have. */
    private void add(String text) {
        add(text.length());
        makeRoom(3 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < NOT_ASCII) {
                bytes[length++] = (byte) c;
            } else {
                bytes[length++] = (byte) NOT_ASCII;
                bytes[length++] = (byte) c;
                bytes[length++] = (byte) (c >> Byte.SIZE);
            }
        }
    }

    private void add(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void add(long value) {
        add((int) value);
        add((int) (value >>> Integer.SIZE));
    }

    private void add(int value) {
        makeRoom(Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[length++] = (byte) (value >>> Byte.SIZE * i);
        }
    }

    private void makeRoom(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
        }
    }
}
