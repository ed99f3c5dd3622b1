package carafe.container.doctor;

import java.util.List;

/**
 * What is known of a host.
 *
 * @param kernel its release
 * @param caller who asks: "root", "root of a user namespace" or "uid N"
 * @param checks in the order in which a person would look
 */
public record Diagnosis(String kernel, String caller, List<Check> checks) {
    public static final String OK = "ok";
    /** Something will not work that not everybody needs. */
    public static final String WARN = "warn";
    /** Containers of this caller will not run. */
    public static final String FAIL = "fail";

    /**
     * One thing that was looked at.
     *
     * @param area        what it belongs to
     * @param grade       {@link #OK}, {@link #WARN} or {@link #FAIL}
     * @param found       what is there
     * @param consequence what follows; null if all is well
     * @param remedy      what to do about it; null if nothing need or can be done
     */
    public record Check(String area, String name, String grade, String found, String consequence, String remedy) {
    }

    public boolean isAble() {
        for (Check check : checks) {
            if (check.grade().equals(FAIL)) {
                return false;
            }
        }
        return true;
    }
}
