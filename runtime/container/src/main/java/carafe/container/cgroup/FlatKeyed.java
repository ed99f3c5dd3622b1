package carafe.container.cgroup;

/** Files of lines such as {@code oom_kill 3} (Documentation/admin-guide/cgroup-v2.rst, "flat keyed"). */
final class FlatKeyed {
    private FlatKeyed() {
    }

    /** 0 if there is no such key or no file. */
    static long value(String text, String key) {
        if (text == null) {
            return 0;
        }
        for (String line : text.split("\n")) {
            if (line.startsWith(key + " ")) {
                return Long.parseUnsignedLong(line.substring(key.length() + 1));
            }
        }
        return 0;
    }
}
