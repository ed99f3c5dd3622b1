package carafe.spec.validate;

/** The grammar of Semantic Versioning 2.0.0: major.minor.patch, then "-" and a pre-release, then "+" and a build. */
final class SemanticVersion {
    private SemanticVersion() {
    }

    static boolean isValid(String version) {
        int plus = version.indexOf('+');
        String withoutBuild = plus < 0 ? version : version.substring(0, plus);
        int dash = withoutBuild.indexOf('-');
        String core = dash < 0 ? withoutBuild : withoutBuild.substring(0, dash);
        return isCore(core)
                && (dash < 0 || areIdentifiers(withoutBuild.substring(dash + 1)))
                && (plus < 0 || areIdentifiers(version.substring(plus + 1)));
    }

    private static boolean isCore(String core) {
        String[] numbers = core.split("\\.", -1);
        for (String number : numbers) {
            boolean leadingZero = number.length() > 1 && number.charAt(0) == '0';
            if (number.isEmpty() || leadingZero || !consistsOf(number, false)) {
                return false;
            }
        }
        return numbers.length == 3;
    }

    private static boolean areIdentifiers(String dotted) {
        for (String identifier : dotted.split("\\.", -1)) {
            if (identifier.isEmpty() || !consistsOf(identifier, true)) {
                return false;
            }
        }
        return true;
    }

    private static boolean consistsOf(String text, boolean lettersToo) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-';
            if (!digit && !(letter && lettersToo)) {
                return false;
            }
        }
        return true;
    }
}
