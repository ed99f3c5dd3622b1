package carafe.cli.report;

import carafe.container.seccomp.SeccompVerdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code seccomp explain} answers.
 *
 * @param profile   the file it was asked of
 * @param arguments those that were given
 */
public record SeccompAnswer(String profile, String call, List<String> arguments, List<SeccompVerdict> verdicts) {

    /** The answer for people. */
    public void print(Page page) {
        for (SeccompVerdict verdict : verdicts) {
            page.heading(verdict.abi() + ": " + verdict.call() + " (" + verdict.number() + ")");
            if (verdict.action() != null) {
                page.fact("result", outcome(verdict.action(), verdict.errno()), colour(verdict.action()));
            }
            page.fact("rule", verdict.rule()).fact("why", verdict.reason());
            if (!verdict.cases().isEmpty()) {
                List<List<Page.Cell>> rows = new ArrayList<>();
                for (SeccompVerdict.Case one : verdict.cases()) {
                    rows.add(List.of(Page.Cell.of(one.when()),
                            new Page.Cell(outcome(one.action(), one.errno()), colour(one.action())),
                            Page.Cell.of(one.rule())));
                }
                page.table(List.of("WHEN", "RESULT", "RULE"), rows);
            }
        }
    }

    private static String outcome(String action, String errno) {
        return errno == null ? action : action + " " + errno;
    }

    private static Colour colour(String action) {
        return switch (action) {
            case "SCMP_ACT_ALLOW", "SCMP_ACT_LOG" -> Colour.GOOD;
            case "SCMP_ACT_NOTIFY", "SCMP_ACT_TRACE" -> Colour.DOUBTFUL;
            default -> Colour.BAD;
        };
    }
}
