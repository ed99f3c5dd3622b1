package carafe.container.setup.mount;

import java.util.ArrayList;
import java.util.List;

/**
 * A file system to be mounted.
 *
 * @param type   as in /proc/filesystems
 * @param source device or any name; null for none
 * @param flags  MS_* of mount(2): for the mount and for the file system
 * @param data   the file system's own options, each a word, {@code key=value}, or several of these with commas
 * @param label  of its files; null for none
 */
public record FileSystem(String type, String source, long flags, List<String> data, MountLabel label) {
    /** One without options of its own. */
    FileSystem(String type, long flags) {
        this(type, type, flags, List.of(), null);
    }

    /** The last argument of mount(2). */
    String dataText() {
        String joined = String.join(",", data);
        if (label == null) {
            return joined.isEmpty() ? null : joined;
        }
        return (joined.isEmpty() ? "" : joined + ",") + label.option();
    }

    /** The same without the options that begin like this. */
    FileSystem withoutOption(String beginning) {
        List<String> others = new ArrayList<>();
        for (String words : data) {
            for (String word : words.split(",")) {
                if (!word.startsWith(beginning)) {
                    others.add(word);
                }
            }
        }
        return new FileSystem(type, source, flags, others, label);
    }
}
