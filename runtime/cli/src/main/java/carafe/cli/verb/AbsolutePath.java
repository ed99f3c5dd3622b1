package carafe.cli.verb;

import carafe.kernel.Kernel;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Makes paths absolute by their text alone, without following symbolic links. */
final class AbsolutePath {
    private static final int PATH_MAX = 4096;

    private AbsolutePath() {
    }

    /** The path from the root, without empty, {@code .} and {@code ..} parts; an empty one is the current directory. */
    static String of(Kernel kernel, String path) {
        return clean(path.startsWith("/") ? path : currentDirectory(kernel) + "/" + path);
    }

    static String clean(String absolute) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= absolute.length()) {
            int slash = absolute.indexOf('/', start);
            int end = slash < 0 ? absolute.length() : slash;
            String part = absolute.substring(start, end);
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
            start = end + 1;
        }
        return "/" + String.join("/", parts);
    }

    private static String currentDirectory(Kernel kernel) {
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(PATH_MAX, 1);
        kernel.run(kernel.call(Syscall.GETCWD).with(buffer).with(PATH_MAX)).get();
        String directory = kernel.arena().getString(buffer);
        kernel.arena().reset(mark);
        return directory;
    }
}
