package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.RuntimeUnderTest;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kill --regex} and {@code delete --regex}, as crun has them. */
class RegexIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireTheFlag() {
        runtime.peer().skipIf(Peer.RUNC, "has no such flag");
    }

    private Container sleeper() {
        return runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
    }

    private boolean exists(Container container) {
        return Files.exists(runtime.stateRoot().resolve(container.id()));
    }

    /** An expression for both ids and no other. */
    private static String both(Container one, Container other) {
        return "^(" + one.id() + "|" + other.id() + ")$";
    }

    @Test
    void theSignalGoesToEveryContainerWhoseIdMatches() {
        Container one = sleeper();
        Container other = sleeper();
        Container bystander = sleeper();
        runtime.command("kill", "--regex", both(one, other), "KILL").run().succeeds();
        assertEquals(128 + 9, one.exitStatus());
        assertEquals(128 + 9, other.exitStatus());
        assertEquals("running", bystander.status());
    }

    @Test
    void everyContainerWhoseIdMatchesIsDeleted() {
        Container one = sleeper();
        Container other = sleeper();
        Container bystander = sleeper();
        runtime.command("delete", "--force", "--regex", both(one, other)).run().succeeds();
        assertFalse(exists(one));
        assertFalse(exists(other));
        assertTrue(exists(bystander));
    }

    @Test
    void oneThatCannotBeDeletedDoesNotKeepTheOthers() {
        Container running = sleeper();
        Container created = runtime.container(runtime.bundle().args("true"));
        created.create().succeeds();
        String stderr = runtime.command("delete", "--regex", both(running, created)).run().stderr();
        assertTrue(stderr.contains(running.id()), stderr);
        assertTrue(exists(running));
        assertFalse(exists(created));
    }

    @Test
    void anExpressionThatMatchesNothingIsNoError() {
        runtime.command("kill", "--regex", "^no-such-container$").run().succeeds();
        runtime.command("delete", "--regex", "^no-such-container$").run().succeeds();
    }

    @Test
    void aMalformedExpressionIsNamed() {
        runtime.command("kill", "--regex", "(").run().fails(1, "(");
    }
}
