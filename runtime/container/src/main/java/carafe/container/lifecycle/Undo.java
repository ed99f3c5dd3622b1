package carafe.container.lifecycle;

import carafe.container.Notices;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How to take back what was made so far, should the whole fail: the last part first, and each on its own, so that one
 * that fails does not keep the others (and says so).
 */
final class Undo {
    private final Notices notices;
    private final Deque<Runnable> parts = new ArrayDeque<>();

    Undo(Notices notices) {
        this.notices = notices;
    }

    /** To be called before the part is made or just after, so that there is no moment without it. */
    void with(Runnable part) {
        parts.push(part);
    }

    void run() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().run();
            } catch (RuntimeException e) {
                // the failure that led here is the one to report
                notices.warning("cleaning up: " + e.getMessage());
            }
        }
    }
}
