package carafe.monitor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.kernel.Arena;
import carafe.kernel.Sys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final Sys sys = new Sys(Arena.ofProcess(1 << 20));
    private final EventLoop loop = new EventLoop(sys);
    private final List<String> fired = new ArrayList<>();

    @AfterEach
    void unmap() {
        sys.arena().close();
    }

    @Test
    void aRemovedTimerDoesNotFire() {
        EventLoop.Timer removed = loop.timer(() -> fired.add("removed"));
        EventLoop.Timer kept = loop.timer(() -> fired.add("kept"));
        removed.in(0);
        kept.in(0);
        removed.remove();
        loop.round();
        assertEquals(List.of("kept"), fired);
    }

    @Test
    void aTimerMayRemoveItselfAndOthersAndMakeNewOnesWhenItFires() {
        EventLoop.Timer[] timers = new EventLoop.Timer[2];
        timers[0] = loop.timer(() -> {
            fired.add("first");
            timers[0].remove();
            timers[1].remove();
            loop.timer(() -> fired.add("new")).in(0);
        });
        timers[1] = loop.timer(() -> fired.add("second"));
        timers[0].in(0);
        timers[1].in(0);
        loop.round();
        assertEquals(List.of("first"), fired);
        loop.round();
        assertEquals(List.of("first", "new"), fired);
    }

    @Test
    void aStopThatComesBeforeTheLoopRunsEndsItAtOnce() {
        loop.stop();
        loop.run();
        loop.timer(loop::stop).in(0);
        loop.run();
        assertEquals(List.of(), fired);
    }
}
