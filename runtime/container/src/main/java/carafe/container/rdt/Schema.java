package carafe.container.rdt;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of a schemata file, such as {@code L3:0=ff;1=c0}: a resource and its share in each domain.
 *
 * @param shares by domain, without leading zeros and in lower case, because the kernel pads what it was given
 */
record Schema(String resource, Map<String, String> shares) {

    static Schema parse(String line) {
        int colon = line.indexOf(':');
        Map<String, String> shares = new TreeMap<>();
        for (String part : line.substring(colon + 1).split(";")) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                shares.put(withoutZeros(part.substring(0, equals)), withoutZeros(part.substring(equals + 1)));
            }
        }
        return new Schema(line.substring(0, Math.max(colon, 0)).strip(), shares);
    }

    private static String withoutZeros(String number) {
        String digits = number.strip().toLowerCase(Locale.ROOT);
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    /** Whether a group with these schemata has all that this line asks for. */
    boolean isIn(String schemata) {
        for (String line : schemata.split("\n")) {
            Schema existing = parse(line);
            if (existing.resource.equals(resource)) {
                return existing.shares.entrySet().containsAll(shares.entrySet());
            }
        }
        return false;
    }
}
