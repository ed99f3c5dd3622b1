package carafe.kernel.servant;

import carafe.kernel.Abi;
import carafe.kernel.Arena;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.PosixSpawn;
import carafe.kernel.Syscall;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the servant's ELF to life: a sealed memfd, started by posix_spawn before any namespace is made or joined.
 *
 * @param abi      what it is assembled for
 * @param emulator a program that runs executables of that architecture, null if the processor does
 */
record ServantImage(Abi abi, String emulator) {
    static final ServantImage NATIVE = new ServantImage(Abi.current(), null);

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

    /** @param signalHandler address of a handler that ends the process */
    record Started(int pid, long signalHandler) {
    }

    /** Starts a servant that listens on {@code socket}. All descriptors stay the caller's. */
    Started start(LocalKernel local, Arena arena, long controlBlock, Fd socket, int[] keep) {
        Program program = Program.of(abi);
        byte[] code = program.assemble(arena.address(), arena.size(), arena.fd(), controlBlock);
        long handler = ServantElf.address(program.signalHandler());
        Fd elf = sealed(local, ServantElf.around(code, abi));
        try {
            String path = "/proc/self/fd/" + elf.number();
            int[] descriptors = descriptors(arena.fd(), socket.number(), keep);
            if (emulator != null) {
                int[] withElf = Arrays.copyOf(descriptors, descriptors.length + 1);
                withElf[descriptors.length] = elf.number();
                return new Started(PosixSpawn.run(local.arena(), emulator, List.of(emulator, path), List.of(), withElf),
                        handler);
            }
            return new Started(PosixSpawn.run(local.arena(), path, List.of(NAME), List.of(), descriptors), handler);
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
