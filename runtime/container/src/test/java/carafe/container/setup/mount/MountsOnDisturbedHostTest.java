package carafe.container.setup.mount;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import carafe.container.setup.Ground;
import org.junit.jupiter.api.BeforeEach;

/** The same mounts while openat2(2) never comes to an end because of what others rename and mount. */
class MountsOnDisturbedHostTest extends MountsTest {
    @Override
    @BeforeEach
    void prepare() {
        ground = new Ground().onDisturbedHost().prepare();
        assertInstanceOf(DetachedMounts.class, ground.api);
    }
}
