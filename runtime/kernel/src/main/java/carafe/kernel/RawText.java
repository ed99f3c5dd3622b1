package carafe.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names as the kernel has them, as Java's strings.
 *
 * <p>To the kernel a path or an argument is bytes without a zero. Mostly they are UTF-8; what is not, such as a name from
 * a time of Latin-1, must come out again as it came in. A byte that belongs to no valid character becomes a lone
 * surrogate from U+DC80 to U+DCFF, which no valid text can hold, and a string with such is turned back into these bytes.
 */
public final class RawText {
    private static final int BYTE_AS_CHAR = 0xDC00;
    private static final char FIRST = 0xDC80;
    private static final char LAST = 0xDCFF;
    /** What the decoder puts in place of what it cannot decode. */
    private static final char REPLACEMENT = '\uFFFD';

    private RawText() {
    }

    public static String of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static String of(byte[] bytes, int start, int length) {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decode(bytes, start, start + length);
    }

    private static String decode(byte[] bytes, int start, int end) {
        StringBuilder text = new StringBuilder();
        int at = start;
        while (at < end) {
            int length = lengthOfCharacter(bytes, at, end);
            if (length == 0) {
                text.append((char) (BYTE_AS_CHAR | bytes[at++] & 0xff));
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** 0 if no valid character begins there (RFC 3629). */
    private static int lengthOfCharacter(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length > end - at) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = length > 1 ? bytes[at + 1] & 0xff : 0;
        boolean outOfRange = first == 0xe0 && second < 0xa0 || first == 0xed && second > 0x9f
                || first == 0xf0 && second < 0x90 || first == 0xf4 && second > 0x8f;
        return outOfRange ? 0 : length;
    }

    /** What the kernel gets. */
    public static byte[] bytes(String text) {
        return isValid(text) ? text.getBytes(StandardCharsets.UTF_8) : encode(text);
    }

    /** Whether there is nothing in it but characters. */
    public static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isByte(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isByte(String text, int i) {
        char c = text.charAt(i);
        return c >= FIRST && c <= LAST && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static byte[] encode(String text) {
        byte[] bytes = new byte[3 * text.length()];
        int length = 0;
        int at = 0;
        while (at < text.length()) {
            if (isByte(text, at)) {
                bytes[length++] = (byte) text.charAt(at++);
                continue;
            }
            int end = at + 1;
            while (end < text.length() && !isByte(text, end)) {
                end++;
            }
            byte[] part = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(part, 0, bytes, length, part.length);
            length += part.length;
            at = end;
        }
        return Arrays.copyOf(bytes, length);
    }
}
