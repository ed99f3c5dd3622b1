package carafe.cli.report;

import carafe.container.doctor.Diagnosis;
import carafe.container.doctor.Diagnosis.Check;

/** A diagnosis for people: what is well in a line each, what is not with its consequence and remedy. */
public final class DiagnosisText {
    private DiagnosisText() {
    }

    public static void print(Diagnosis diagnosis, Page page) {
        String area = "";
        for (Check check : diagnosis.checks()) {
            if (!check.area().equals(area)) {
                area = check.area();
                page.heading(area);
            }
            page.fact(check.grade(), colour(check.grade()), check.name() + ": " + check.found());
            page.fact("", check.consequence()).fact("", check.remedy() == null ? null : "▸ " + check.remedy());
        }
        page.heading(diagnosis.isAble()
                ? "Linux " + diagnosis.kernel() + " runs containers of " + diagnosis.caller()
                : "Linux " + diagnosis.kernel() + " does not run containers of " + diagnosis.caller());
    }

    private static Colour colour(String grade) {
        return switch (grade) {
            case Diagnosis.OK -> Colour.GOOD;
            case Diagnosis.WARN -> Colour.DOUBTFUL;
            default -> Colour.BAD;
        };
    }
}
