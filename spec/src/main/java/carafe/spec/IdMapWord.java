package carafe.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * crun's mount option with id mappings in it:
 *
 * <pre>
 *   idmap=uids=FILES-HOST-COUNT#FILES-HOST-COUNT;gids=@FILES-CONTAINER-COUNT
 * </pre>
 *
 * FILES is the first id in the file system and HOST the one it becomes. Behind an @ it is an id of the container, which
 * stands for the one the container's mappings give it.
 *
 * @param uids empty if they are not named
 * @param gids the same
 */
public record IdMapWord(boolean recursive, List<IdMapping> uids, List<IdMapping> gids) {
    public static final String EXPECTED = "uids=FILES-HOST-COUNT[#...];gids=FILES-HOST-COUNT[#...], and an @ before ids "
            + "that are relative to the container's mappings, which it then must have";
    private static final String PLAIN = "idmap=";
    private static final String RECURSIVE = "ridmap=";

    /** Whether a word is meant as one, right or wrong. */
    public static boolean is(String word) {
        return word.startsWith(PLAIN) || word.startsWith(RECURSIVE);
    }

    /**
     * Null if the word is wrong.
     *
     * @param containerUids what ids of the container are on the host
     */
    public static IdMapWord parse(String word, List<IdMapping> containerUids, List<IdMapping> containerGids) {
        boolean recursive = word.startsWith(RECURSIVE);
        List<IdMapping> uids = List.of();
        List<IdMapping> gids = List.of();
        for (String part : word.substring((recursive ? RECURSIVE : PLAIN).length()).split(";", -1)) {
            if (part.startsWith("uids=") && uids.isEmpty()) {
                uids = mappings(part.substring(5), containerUids);
            } else if (part.startsWith("gids=") && gids != null && gids.isEmpty()) {
                gids = mappings(part.substring(5), containerGids);
            } else {
                return null;
            }
            if (uids == null || gids == null) {
                return null;
            }
        }
        return new IdMapWord(recursive, uids, gids);
    }

    private static List<IdMapping> mappings(String text, List<IdMapping> container) {
        List<IdMapping> mappings = new ArrayList<>();
        for (String triplet : text.split("#", -1)) {
            boolean relative = triplet.startsWith("@");
            String[] numbers = triplet.substring(relative ? 1 : 0).split("-", -1);
            if (numbers.length != 3) {
                return null;
            }
            long files = number(numbers[0]);
            long host = number(numbers[1]);
            long count = number(numbers[2]);
            host = relative && host >= 0 ? onHost(host, container) : host;
            if (files < 0 || host < 0 || count <= 0) {
                return null;
            }
            mappings.add(new IdMapping(files, host, count));
        }
        return mappings;
    }

    private static long onHost(long id, List<IdMapping> container) {
        for (IdMapping mapping : container) {
            if (id >= mapping.containerID() && id - mapping.containerID() < mapping.size()) {
                return mapping.hostID() + id - mapping.containerID();
            }
        }
        return -1;
    }

    /** -1 for what is no uint32. */
    private static long number(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = 10 * value + digit - '0';
            if (value > 0xffffffffL) {
                return -1;
            }
        }
        return digits.isEmpty() ? -1 : value;
    }
}
