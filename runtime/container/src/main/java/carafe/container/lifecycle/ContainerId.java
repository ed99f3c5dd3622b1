package carafe.container.lifecycle;

import carafe.container.Refused;

/** Names a container, its state directory and by default its cgroup. */
public record ContainerId(String value) {
    /**
     * @throws Refused if the text is not made of letters, digits, {@code _}, {@code +}, {@code -} and {@code .}, or
     *     would be a directory's own or parent entry
     */
    public ContainerId {
        if (!isValid(value)) {
            throw new Refused("invalid container ID format: \"" + value
                    + "\", expected letters, digits, and the characters _+-.");
        }
    }

    private static boolean isValid(String text) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (c < '0' || c > '9') && c != '_' && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
