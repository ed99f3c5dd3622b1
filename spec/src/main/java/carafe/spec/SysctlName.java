package carafe.spec;

/**
 * The name of a kernel parameter.
 *
 * <p>As with sysctl(8) either separator may be used: if the first one in the name is a slash, slashes separate and dots
 * are part of the names between ("net/ipv4/conf/eno2.100/rp_filter"), otherwise it is the other way round.
 *
 * @param path the name with slashes as separators, relative to /proc/sys
 */
public record SysctlName(String path) {
    public static SysctlName of(String name) {
        int slash = name.indexOf('/');
        int dot = name.indexOf('.');
        boolean slashesSeparate = slash >= 0 && (dot < 0 || slash < dot);
        return new SysctlName(slashesSeparate ? name : swapSeparators(name));
    }

    private static String swapSeparators(String name) {
        StringBuilder swapped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            swapped.append(c == '.' ? '/' : c == '/' ? '.' : c);
        }
        return swapped.toString();
    }

    /** Whether every part of the path is a plain name, so that it cannot lead out of its directory. */
    public boolean isPlain() {
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
