package carafe.container.path;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.OpenHow;
import carafe.kernel.Stat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Resolves a path inside a root directory one component at a time, without the kernel ever following a link.
 *
 * <p>Each step opens one name below a descriptor with O_NOFOLLOW. A symbolic link's target is put in front of what is
 * left of the path; ".." goes back to the descriptor we came from, never to the directory's own parent, which somebody
 * may have moved elsewhere meanwhile. So, unlike openat2(2), it need not give up when something on the host is renamed
 * or mounted during a step back. Every step asks the kernel, so this is for what openat2(2) cannot do.
 */
final class PathWalk {
    /** MAXSYMLINKS, include/linux/namei.h */
    private static final int MAX_LINKS = 40;
    /** How often what lies at the end may be replaced between looking at it and opening it. */
    private static final int MAX_REPLACED = 32;

    private final Kernel kernel;
    private final Place root;

    /** Where a walk has been: a descriptor and the name it was reached by from the place before. */
    private record Place(Fd fd, String name) {
    }

    /** Makes a component that is missing; whoever else makes the same at the same time is welcome. */
    private interface Maker {
        Maker NOTHING = (dir, name, last) -> { };

        void make(Fd dir, String name, boolean last);
    }

    PathWalk(Kernel kernel, Fd root) {
        this.kernel = kernel;
        this.root = new Place(root, ".");
    }

    /** What symbolic links on the way are: followed, or the end of it. */
    private enum Links {
        FOLLOWED, REFUSED
    }

    /** Opens the directory, making it and missing parents. */
    Fd directory(String path, int mode) {
        return walk(path, Open.O_PATH | Open.O_DIRECTORY, Links.FOLLOWED,
                (dir, name, last) -> kernel.allowing(Errno.EEXIST).mkdirat(dir, name, mode));
    }

    /** Opens whatever is there, making an empty file and missing parents. */
    Fd file(String path, int directoryMode, int fileMode) {
        return walk(path, Open.O_PATH, Links.FOLLOWED, (dir, name, last) -> {
            if (last) {
                kernel.allowing(Errno.EEXIST).mknodat(dir, name, Stat.REGULAR | fileMode, 0);
            } else {
                kernel.allowing(Errno.EEXIST).mkdirat(dir, name, directoryMode);
            }
        });
    }

    /** Opens what is there; a failed descriptor if the error number is one of the two. */
    Fd open(String path, long flags, int allowed, int alsoAllowed) {
        for (int i = 1;; i++) {
            try {
                return walk(path, flags, Links.FOLLOWED, Maker.NOTHING);
            } catch (ErrnoException e) {
                if (e.errno() == allowed || e.errno() == alsoAllowed) {
                    return Fd.of(-e.errno());
                }
                if (e.errno() != Errno.EAGAIN || i == MAX_REPLACED) {
                    throw e;
                }
            }
        }
    }

    /** Takes hold of what is there; ELOOP if a symbolic link leads to it or is it. Any error number is a result. */
    Fd openWithoutLinks(String path) {
        try {
            return walk(path, Open.O_PATH, Links.REFUSED, Maker.NOTHING);
        } catch (ErrnoException e) {
            return Fd.of(-e.errno());
        }
    }

    private Fd walk(String path, long flags, Links treated, Maker maker) {
        Deque<String> rest = new ArrayDeque<>();
        push(rest, path);
        List<Place> way = new ArrayList<>();
        way.add(root);
        int links = 0;
        try {
            while (!rest.isEmpty()) {
                String name = rest.pop();
                if (name.equals("..")) {
                    stepBack(way);
                    continue;
                }
                Fd next = step(way.getLast().fd(), name, rest.isEmpty(), maker);
                boolean stay = rest.isEmpty() && (flags & Open.O_NOFOLLOW) != 0;
                if (stay || !kernel.stat(next).isSymlink()) {
                    way.add(new Place(next, name));
                    continue;
                }
                String target = kernel.readlinkat(next, "");
                boolean refused = treated == Links.REFUSED || isMagic(way.getLast().fd(), next, name);
                kernel.close(next);
                if (refused || ++links > MAX_LINKS) {
                    throw failure(path, Errno.ELOOP);
                }
                push(rest, target);
                while (target.startsWith("/") && way.size() > 1) {
                    stepBack(way);
                }
            }
            return arrive(way, flags, path);
        } finally {
            while (way.size() > 1) {
                stepBack(way);
            }
        }
    }

    /** A link of procfs whose text is not what it leads to; an old kernel cannot be asked, and the text will do no harm. */
    private boolean isMagic(Fd here, Fd link, String name) {
        if (kernel.fileSystemType(link) != ProcHandle.MAGIC) {
            return false;
        }
        Fd followed = kernel.allowingAll().openat2(here, name,
                new OpenHow(Open.O_PATH | Open.O_CLOEXEC, 0, OpenHow.RESOLVE_NO_MAGICLINKS));
        if (!followed.failed()) {
            kernel.close(followed);
        }
        return followed.errno() == Errno.ELOOP;
    }

    private Fd step(Fd here, String name, boolean last, Maker maker) {
        long flags = Open.O_PATH | Open.O_NOFOLLOW;
        Fd next = kernel.allowing(Errno.ENOENT).openat(here, name, flags);
        if (next.failed()) {
            maker.make(here, name, last);
            next = kernel.openat(here, name, flags);
            next.get();
        }
        return next;
    }

    private void stepBack(List<Place> way) {
        if (way.size() > 1) {
            kernel.close(way.removeLast().fd());
        }
    }

    /** The descriptor asked for: the one found, or one opened again from its parent and compared. */
    private Fd arrive(List<Place> way, long flags, String path) {
        Place end = way.getLast();
        Stat found = kernel.stat(end.fd());
        if ((flags & Open.O_DIRECTORY) != 0 && !found.isDirectory()) {
            throw failure(path, Errno.ENOTDIR);
        }
        if (way.size() > 1 && (flags & Open.O_PATH) != 0) {
            way.removeLast();
            return end.fd();
        }
        Fd parent = way.size() == 1 ? end.fd() : way.get(way.size() - 2).fd();
        Fd opened = kernel.allowing(Errno.ENOENT, Errno.ELOOP).openat(parent, end.name(), flags | Open.O_NOFOLLOW);
        Stat again = opened.failed() ? null : kernel.stat(opened);
        if (again == null || again.inode() != found.inode() || again.device() != found.device()) {
            kernel.allowing(Errno.EBADF).close(opened);
            throw failure(path, Errno.EAGAIN);
        }
        return opened;
    }

    private ErrnoException failure(String path, int errno) {
        return new ErrnoException("resolve \"" + path + "\" in the root file system", errno, kernel.step());
    }

    private static void push(Deque<String> rest, String path) {
        List<String> names = Arrays.asList(path.split("/"));
        for (String name : names.reversed()) {
            if (!name.isEmpty() && !name.equals(".")) {
                rest.push(name);
            }
        }
    }
}
