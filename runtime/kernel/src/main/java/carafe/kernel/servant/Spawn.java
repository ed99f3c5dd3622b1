package carafe.kernel.servant;

import carafe.kernel.Abi;
import carafe.kernel.Arena;
import carafe.kernel.ErrnoException;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.PosixSpawn;
import carafe.kernel.LocalKernel;
import carafe.kernel.Syscall;
import java.util.Arrays;
import java.util.List;

/** Brings the servant's ELF to life: a sealed memfd, started by posix_spawn before any namespace is made or joined. */
final class Spawn {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    /** Since 6.3; needed where vm.memfd_noexec is 1. */
    private static final int MFD_EXEC = 0x10;
    private static final int F_ADD_SEALS = 1033;
    /** F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE */
    private static final int SEALS = 1 | 2 | 4 | 8;
    /** F_SEAL_EXEC, since 6.3 with MFD_EXEC: nobody can take away the x bit either. */
    private static final int SEAL_EXEC = 0x20;
    private static final String NAME = "carafe:[INIT]";

    private Spawn() {
    }

    /** Starts a servant that listens on {@code socket}; gives its pid. All descriptors stay the caller's. */
    static int start(LocalKernel local, Arena arena, long controlBlock, Fd socket, int[] keep) {
        byte[] code = Program.of(Abi.current()).assemble(arena.address(), arena.size(), arena.fd(), controlBlock);
        Fd elf = sealed(local, ServantElf.around(code, Abi.current()));
        try {
            return PosixSpawn.run(local.arena(), "/proc/self/fd/" + elf.number(), List.of(NAME), List.of(),
                    descriptors(arena.fd(), socket.number(), keep));
        } finally {
            local.close(elf);
        }
    }

    private static int[] descriptors(int arena, int socket, int[] keep) {
        int[] all = Arrays.copyOf(keep, keep.length + 2);
        all[keep.length] = arena;
        all[keep.length + 1] = socket;
        return all;
    }

    private static Fd sealed(LocalKernel local, byte[] elf) {
        Fd file = memfd(local, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
        int seals = SEALS | SEAL_EXEC;
        if (file.errno() == Errno.EINVAL) {
            file = memfd(local, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            seals = SEALS;
        }
        if (file.failed()) {
            throw new ErrnoException("memfd_create(name=\"" + NAME + "\")", file.errno());
        }
        local.write(file, elf);
        local.run(local.call(Syscall.FCNTL).with(file).with(F_ADD_SEALS).with(seals));
        return file;
    }

    private static Fd memfd(LocalKernel local, int flags) {
        return local.allowingAll().fd(local.open(Syscall.MEMFD_CREATE).with(NAME).with(flags));
    }
}
