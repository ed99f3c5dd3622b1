package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As {@link FirstProcessIT}, for a caller without root. */
class FirstProcessRootlessIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Unprivileged.user());

    @RegisterExtension
    final RuntimeUnderTest runc = RuntimeUnderTest.runcCalledBy(Unprivileged.user());

    @Test
    void isTheSameAsUnderRuncForTheUserMappedToRoot() {
        assertEquals(Map.of(), FirstProcessIT.differences(runtime, runc, bundle -> bundle));
    }

    @Test
    void isTheSameAsUnderRuncForASubordinateUser() {
        assertEquals(Map.of(), FirstProcessIT.differences(runtime, runc, bundle -> bundle.user(1000, 1000)));
    }

    @Test
    void isTheSameAsUnderRuncWithAWritableRoot() {
        assertEquals(Map.of(), FirstProcessIT.differences(runtime, runc, Bundle::writableRoot));
    }
}
