package carafe.container.setup;

import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.IdMaps;
import carafe.container.process.Namespaces;
import carafe.container.setup.mount.MountApi;
import carafe.container.setup.mount.MountRequest;
import carafe.container.setup.mount.MountSources;
import carafe.container.setup.mount.Mounts;
import carafe.container.setup.mount.RootFilesystem;
import carafe.fixtures.Command;
import carafe.fixtures.Requires;
import carafe.fixtures.RootFs;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.IdentityCalls;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.Syscall;
import carafe.kernel.servant.Servant;
import carafe.spec.IdMapping;
import carafe.spec.Linux;
import carafe.spec.Mount;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;
import carafe.spec.mount.Propagation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process in namespaces of its own with a root file system to set up; everything ends with the process. */
public final class Ground implements AutoCloseable {
    public final Path rootfs;
    public final LocalKernel local = new LocalKernel();
    public final Servant servant;
    /** The servant, with its round trips counted. */
    public final RoundTrips kernel;
    public RootFilesystem filesystem;
    public RootedPath root;
    public ProcHandle proc;
    public MountApi api;

    public Ground() {
        this(true);
    }

    /** @param namespaces whether the process is to begin in namespaces of its own or in the test's */
    public Ground(boolean namespaces) {
        Requires.root();
        try {
            Path directory = Files.createTempDirectory("carafe-setup-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            rootfs = directory.resolve("rootfs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RootFs.copyTo(rootfs);
        servant = Servant.spawn(local);
        kernel = new RoundTrips(servant);
        if (namespaces) {
            servant.become(ProcessCalls.CLONE_NEWNS | ProcessCalls.CLONE_NEWPID | ProcessCalls.CLONE_NEWUTS
                    | ProcessCalls.CLONE_NEWIPC | ProcessCalls.CLONE_NEWNET, Fd.NONE);
        }
        kernel.umask(0);
    }

    /** Enters namespaces with a user namespace, in which the process is root. */
    public Ground enter(List<IdMapping> ids, NamespaceType... without) {
        List<Namespace> namespaces = new ArrayList<>();
        for (NamespaceType type : List.of(NamespaceType.USER, NamespaceType.MOUNT, NamespaceType.PID,
                NamespaceType.IPC, NamespaceType.UTS, NamespaceType.NETWORK)) {
            if (!List.of(without).contains(type)) {
                namespaces.add(new Namespace(type, null));
            }
        }
        Linux linux = new Linux(ids, ids, Map.of(), null, null, namespaces, List.of(), Map.of(), null, null, List.of(),
                List.of(), null, null, null, null, Map.of());
        new Namespaces(servant, linux, new IdMaps(local, ids, ids), false).enter(Fd.NONE);
        return this;
    }

    /** Makes the kernel look older than 5.2: the calls that came since answer ENOSYS. */
    public Ground onOldKernel() {
        return refusing(Errno.ENOSYS, 428, 429, 430, 431, 432, 433, 437, 442);
    }

    /** Makes openat2(2) answer as if something on the host were renamed or mounted all the time. */
    public Ground onDisturbedHost() {
        return refusing(Errno.EAGAIN, 437);
    }

    private Ground refusing(int errno, int... missing) {
        ByteBuffer program = ByteBuffer.allocate(8 * (missing.length + 3)).order(ByteOrder.LITTLE_ENDIAN);
        // BPF_LD|BPF_W|BPF_ABS of the call number; BPF_JMP|BPF_JEQ|BPF_K; BPF_RET|BPF_K (seccomp(2))
        instruction(program, 0x20, 0, 0);
        for (int i = 0; i < missing.length; i++) {
            instruction(program, 0x15, missing.length - i, missing[i]);
        }
        instruction(program, 0x06, 0, 0x7fff0000);
        instruction(program, 0x06, 0, 0x00050000 | errno);
        long filter = kernel.arena().longs(missing.length + 3, kernel.arena().bytes(program.array()));
        kernel.run(kernel.call(Syscall.SECCOMP).with(IdentityCalls.SECCOMP_SET_MODE_FILTER).with(0).with(filter));
        return this;
    }

    private static void instruction(ByteBuffer program, int code, int jumpIfTrue, int k) {
        program.putShort((short) code).put((byte) jumpIfTrue).put((byte) 0).putInt(k);
    }

    public Ground prepare() {
        return prepare(null);
    }

    public Ground prepare(Propagation propagation) {
        Ref probe = MountApi.probe(kernel);
        proc = ProcHandle.open(kernel);
        filesystem = new RootFilesystem(kernel, rootfs.toString(), propagation);
        root = new RootedPath(kernel, filesystem.prepare(!probe.failed()));
        api = MountApi.choose(kernel, probe, proc, root);
        return this;
    }

    public Mounts mount(Mount... mounts) {
        List<MountRequest> requests = MountRequest.of(List.of(mounts), null);
        Mounts made = new Mounts(kernel, api, root, requests,
                new MountSources(rootfs.getParent().toString(), rootfs.toString(), requests), null, false);
        made.mountAll();
        kernel.flush();
        return made;
    }

    public static Mount mountOf(String destination, String type, String source, String... options) {
        return new Mount(destination, type, source, List.of(options), List.of(), List.of());
    }

    /** The text of a file as the container sees it. */
    public String read(String path) {
        Fd fd = root.open(path, Open.O_RDONLY);
        String text = new String(kernel.readAll(fd), StandardCharsets.UTF_8);
        kernel.close(fd);
        return text;
    }

    /** The line of mountinfo whose mount point, below the root file system, is this; null if there is none. */
    public String mountinfo(String path) {
        kernel.flush();
        String last = null;
        for (String line : local.readText(Fd.CWD, "/proc/" + servant.pid() + "/mountinfo").split("\n")) {
            String point = line.split(" ")[4];
            if (point.equals(path) || point.equals(rootfs + (path.equals("/") ? "" : path))) {
                last = line;
            }
        }
        return last;
    }

    @Override
    public void close() {
        servant.kill();
        local.close();
        Command.of("rm", "-rf", "--one-file-system", rootfs.getParent().toString()).run();
    }
}
