package carafe.cli.out;

/**
 * UTC time stamps such as {@code 2026-03-01T12:00:00Z}. Written by hand because loading java.time's formatter costs
 * more than everything else a short verb does.
 */
final class Rfc3339 {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;
    /** Days from 0000-03-01 to 1970-01-01. */
    private static final int EPOCH_OFFSET = 719_468;

    private Rfc3339() {
    }

    /**
     * The time stamp for a number of seconds since 1970.
     *
     * <p>The calendar is computed in eras of 400 years that start in March, so that a leap day is the last day of its
     * year and month lengths follow one formula.
     */
    static String format(long epochSeconds) {
        long days = Math.floorDiv(epochSeconds, (long) SECONDS_PER_DAY) + EPOCH_OFFSET;
        int secondOfDay = (int) Math.floorMod(epochSeconds, (long) SECONDS_PER_DAY);
        long era = Math.floorDiv(days, (long) DAYS_PER_ERA);
        int dayOfEra = (int) Math.floorMod(days, (long) DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = era * YEARS_PER_ERA + yearOfEra + (month <= 2 ? 1 : 0);

        StringBuilder text = new StringBuilder(20);
        pad(text, year, 4).append('-');
        pad(text, month, 2).append('-');
        pad(text, day, 2).append('T');
        pad(text, secondOfDay / 3600, 2).append(':');
        pad(text, secondOfDay / 60 % 60, 2).append(':');
        pad(text, secondOfDay % 60, 2).append('Z');
        return text.toString();
    }

    private static StringBuilder pad(StringBuilder text, long number, int width) {
        String digits = Long.toString(number);
        for (int i = digits.length(); i < width; i++) {
            text.append('0');
        }
        return text.append(digits);
    }
}
