package carafe.container.seccomp;

import java.util.List;

/**
 * What a filter does with one call on one ABI.
 *
 * @param abi     the ABI, such as {@code x86_64}
 * @param call    its name there; a call that is hidden behind a common entrance has that one's as well
 * @param number  as the kernel gets it, on x32 with its bit
 * @param action  the word of the specification; null if it depends on arguments that are not known
 * @param errno   the name of the error number, or the number where the action has another use for it; null without
 * @param rule    JSON pointer to what says so; null if it depends, or if nothing in the profile does
 * @param reason  why, for people
 * @param cases   if it depends, everything that could be; else empty
 */
public record SeccompVerdict(
        String abi, String call, int number, String action, String errno, String rule, String reason,
        List<Case> cases) {

    /**
     * One of several outcomes, of which the first applies whose condition holds.
     *
     * @param when what must hold
     */
    public record Case(String when, String action, String errno, String rule) {
    }
}
