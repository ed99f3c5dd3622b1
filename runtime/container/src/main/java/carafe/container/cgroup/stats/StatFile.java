package carafe.container.cgroup.stats;

import carafe.container.cgroup.fs.CgroupDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The forms that files of cgroups have. A file that is not there reads as empty. */
final class StatFile {
    private StatFile() {
    }

    /** One number; {@code max} is -1, the greatest unsigned one. */
    static long number(CgroupDirectory directory, String file) {
        String text = directory.readIfThere(file);
        return text == null || text.isEmpty() ? 0 : parse(text);
    }

    private static long parse(String text) {
        return text.equals("max") ? -1 : text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    /** Lines of a key and a number. */
    static SortedMap<String, Long> map(CgroupDirectory directory, String file) {
        SortedMap<String, Long> values = new TreeMap<>();
        for (String line : lines(directory, file)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.put(line.substring(0, blank), parse(line.substring(blank + 1).strip()));
            }
        }
        return values;
    }

    static List<String> lines(CgroupDirectory directory, String file) {
        String text = directory.readIfThere(file);
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Numbers with blanks between them. */
    static List<Long> numbers(CgroupDirectory directory, String file) {
        List<Long> numbers = new ArrayList<>();
        for (String line : lines(directory, file)) {
            for (String word : line.split(" ")) {
                if (!word.isEmpty()) {
                    numbers.add(parse(word));
                }
            }
        }
        return numbers;
    }

    /** A list such as {@code 0-3,7}. */
    static List<Long> ranges(CgroupDirectory directory, String file) {
        List<Long> numbers = new ArrayList<>();
        for (String line : lines(directory, file)) {
            for (String range : line.split(",")) {
                int dash = range.indexOf('-');
                long first = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
                long last = dash < 0 ? first : Long.parseLong(range.substring(dash + 1));
                for (long number = first; number <= last; number++) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }
}
