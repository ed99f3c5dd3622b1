package carafe.monitor.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Counters of memory cgroups. */
class OomWatchTest {
    @Test
    void version2CountsOutOfMemoryAndKills() {
        assertEquals(3, OomWatch.count("low 0\nhigh 7\nmax 12\noom 1\noom_kill 2\noom_group_kill 5\n"));
    }

    @Test
    void version1CountsKillsOnly() {
        assertEquals(1, OomWatch.count("oom_kill_disable 0\nunder_oom 1\noom_kill 1\n"));
    }

    @Test
    void whatIsNoNumberCountsNothing() {
        assertEquals(2, OomWatch.count("oom x\noom_kill 2\nbroken\n\noom_kill"));
    }

    @Test
    void aCgroupThatIsGoneHasNoCount() {
        assertEquals(-1, OomWatch.count(null));
    }
}
