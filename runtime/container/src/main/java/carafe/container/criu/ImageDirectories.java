package carafe.container.criu;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Stat;
import carafe.kernel.StepKind;

/** The directories of images and logs, open for CRIU. */
final class ImageDirectories implements AutoCloseable {
    private static final int MODE = 0700;

    private final Kernel kernel;
    private final Fd images;
    private final Fd work;

    private ImageDirectories(Kernel kernel, Fd images, Fd work) {
        this.kernel = kernel;
        this.images = images;
        this.work = work;
    }

    /** Makes what is missing: a container can be saved several times, so either may be there. */
    static ImageDirectories make(Kernel kernel, CriuOptions options) {
        makeDirectory(kernel, options.imagePath());
        return open(kernel, options);
    }

    /** @throws Refused if there are no images */
    static ImageDirectories open(Kernel kernel, CriuOptions options) {
        Fd images = openDirectory(kernel, options.imagePath());
        if (options.workPath() == null) {
            return new ImageDirectories(kernel, images, Fd.NONE);
        }
        makeDirectory(kernel, options.workPath());
        return new ImageDirectories(kernel, images, openDirectory(kernel, options.workPath()));
    }

    private static void makeDirectory(Kernel kernel, String path) {
        kernel.enter(StepKind.MAKE_IMAGE_DIRECTORY, path);
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            kernel.allowing(Errno.EEXIST).mkdirat(Fd.CWD, path.substring(0, slash), MODE);
        }
        kernel.allowing(Errno.EEXIST).mkdirat(Fd.CWD, path, MODE);
    }

    private static Fd openDirectory(Kernel kernel, String path) {
        Fd directory = kernel.allowingAll().openat(Fd.CWD, path, Open.O_RDONLY | Open.O_DIRECTORY);
        if (directory.failed()) {
            throw new Refused("image directory " + path + ": " + Errno.text(directory.errno()));
        }
        return directory;
    }

    /** @throws Refused unless {@code parent} is a directory relative to the images */
    void requireParent(String parent) {
        if (parent.startsWith("/")) {
            throw new Refused("--parent-path must be relative");
        }
        Stat stat = kernel.allowing(Errno.ENOENT, Errno.ENOTDIR).stat(images, parent, 0);
        if (stat == null || !stat.isDirectory()) {
            throw new Refused("invalid --parent-path: " + parent + ": "
                    + Errno.text(stat == null ? Errno.ENOENT : Errno.ENOTDIR));
        }
    }

    /**
     * The same directories as mounted in the mount namespace of another process, under their paths here. CRIU mounts
     * things in its working directory at a restore, which the kernel refuses where that is of another mount namespace.
     */
    ImageDirectories asMountedFor(int pid) {
        return new ImageDirectories(kernel, reopen(images, pid), work == Fd.NONE ? work : reopen(work, pid));
    }

    private Fd reopen(Fd directory, int pid) {
        // without symbolic links, because an absolute one would lead back to our own root
        String path = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + directory.number());
        return openDirectory(kernel, "/proc/" + pid + "/root" + path);
    }

    Fd images() {
        return images;
    }

    void addTo(CriuRequest request) {
        request.set(CriuOption.IMAGES_DIR_FD, images.number());
        if (work != Fd.NONE) {
            request.set(CriuOption.WORK_DIR_FD, work.number());
        }
    }

    @Override
    public void close() {
        kernel.close(images);
        if (work != Fd.NONE) {
            kernel.close(work);
        }
    }
}
