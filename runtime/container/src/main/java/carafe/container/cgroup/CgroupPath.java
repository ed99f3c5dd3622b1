package carafe.container.cgroup;

import java.util.ArrayDeque;
import java.util.Deque;

/** {@code linux.cgroupsPath} as text: what it means before any file system is looked at. */
final class CgroupPath {
    private CgroupPath() {
    }

    /**
     * The path of a container's cgroup: absolute means from the mount, relative from where the runtime is.
     *
     * @param cgroupsPath null if absent: then the container's id, relative
     */
    static String of(String cgroupsPath, String id) {
        return cgroupsPath == null || cgroupsPath.isEmpty() ? id : clean(cgroupsPath);
    }

    /** Without {@code .}, {@code ..} and double slashes; nothing leads above the start. Relative stays relative. */
    static String clean(String path) {
        Deque<String> kept = new ArrayDeque<>();
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            String name = path.substring(start, end);
            if (name.equals("..")) {
                kept.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                kept.addLast(name);
            }
            start = end + 1;
        }
        String joined = String.join("/", kept);
        return path.startsWith("/") ? "/" + joined : joined;
    }

    /** Whether the path leads above where it starts. */
    static boolean climbs(String path) {
        int depth = 0;
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                depth--;
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    /** The deepest directory that both absolute paths lie in or are: {@code /a/b} for {@code /a/b} and {@code /a/b/c}. */
    static String common(String one, String other) {
        int end = 0;
        for (int i = 0; i <= Math.min(one.length(), other.length()); i++) {
            boolean oneEnds = i == one.length() || one.charAt(i) == '/';
            boolean otherEnds = i == other.length() || other.charAt(i) == '/';
            if (oneEnds && otherEnds) {
                end = i;
            }
            if (i == one.length() || i == other.length() || one.charAt(i) != other.charAt(i)) {
                break;
            }
        }
        return one.substring(0, end);
    }
}
