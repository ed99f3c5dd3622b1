package carafe.monitor.system;

/**
 * A time zone as a POSIX TZ string, for example {@code CET-1CEST,M3.5.0,M10.5.0/3}: the form in which a TZif file
 * says what holds after its last transition. Only rules of the kind Mm.w.d are known, as no zone uses another.
 */
final class ZoneRule {
    private static final int HOUR = 3600;
    private static final int DAY = 86400;
    private static final int[] MONTH_START = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

    /** Week {@code week} (5: the last) of a month, that weekday, seconds after midnight in local time. */
    private record Change(int month, int week, int weekday, int time) {
    }

    private final String text;
    private int at;
    private int standard;
    private int summer;
    private Change begin;
    private Change end;

    private ZoneRule(String text) {
        this.text = text;
    }

    /** Null if {@code text} is empty or not understood. */
    static ZoneRule parse(String text) {
        try {
            ZoneRule rule = new ZoneRule(text);
            return rule.read() ? rule : null;
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    private boolean read() {
        if (!name()) {
            return false;
        }
        standard = -time();
        summer = standard;
        if (at == text.length()) {
            return true;
        }
        if (!name()) {
            return false;
        }
        summer = text.charAt(at) == ',' ? standard + HOUR : -time();
        begin = change();
        end = change();
        return begin != null && end != null && at == text.length();
    }

    /** Skips a zone's abbreviation: letters, or anything in angle brackets. */
    private boolean name() {
        int from = at;
        if (at < text.length() && text.charAt(at) == '<') {
            at = text.indexOf('>', at) + 1;
            return at > 0;
        }
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at > from;
    }

    /** [+-]hh[:mm[:ss]] in seconds. */
    private int time() {
        int sign = 1;
        if (text.charAt(at) == '-' || text.charAt(at) == '+') {
            sign = text.charAt(at++) == '-' ? -1 : 1;
        }
        int seconds = 0;
        for (int unit = HOUR; unit > 0; unit /= 60) {
            seconds += number() * unit;
            if (at == text.length() || text.charAt(at) != ':') {
                break;
            }
            at++;
        }
        return sign * seconds;
    }

    private int number() {
        int value = 0;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            value = value * 10 + text.charAt(at++) - '0';
        }
        return value;
    }

    private Change change() {
        if (!text.startsWith(",M", at)) {
            return null;
        }
        at += 2;
        int month = number();
        at++;
        int week = number();
        at++;
        int weekday = number();
        int time = 2 * HOUR;
        if (at < text.length() && text.charAt(at) == '/') {
            at++;
            time = time();
        }
        return new Change(month, week, weekday, time);
    }

    int offsetAt(long second) {
        if (begin == null) {
            return standard;
        }
        int year = yearOf(second + standard);
        long summerBegins = moment(begin, year) - standard;
        long summerEnds = moment(end, year) - summer;
        boolean isSummer = summerBegins < summerEnds
                ? second >= summerBegins && second < summerEnds
                : second >= summerBegins || second < summerEnds;
        return isSummer ? summer : standard;
    }

    /** Local seconds since the epoch at which a change takes place in a year. */
    private static long moment(Change change, int year) {
        long first = dayOfYear(year) + MONTH_START[change.month() - 1] + (change.month() > 2 && isLeap(year) ? 1 : 0);
        long day = first + Math.floorMod(change.weekday() - (first + 4), 7L);
        int length = (change.month() == 12 ? 365 : MONTH_START[change.month()]) - MONTH_START[change.month() - 1]
                + (change.month() == 2 && isLeap(year) ? 1 : 0);
        for (int week = 1; week < change.week() && day + 7 < first + length; week++) {
            day += 7;
        }
        return day * DAY + change.time();
    }

    private static int yearOf(long second) {
        long day = Math.floorDiv(second, (long) DAY);
        int year = (int) (1970 + Math.floorDiv(day, 366L));
        while (dayOfYear(year + 1) <= day) {
            year++;
        }
        return year;
    }

    /** Days from the epoch to the first of January. */
    private static long dayOfYear(int year) {
        long past = year - 1;
        return 365L * (year - 1970) + (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
