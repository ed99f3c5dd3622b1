package carafe.container.setup.mount;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.SetupFailed;
import carafe.container.setup.Ground;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same mounts with mount(2) and without openat2(2). */
class MountsOnOldKernelTest extends MountsTest {
    @Override
    @BeforeEach
    void prepare() {
        ground = new Ground().onOldKernel().prepare();
        assertInstanceOf(ClassicMounts.class, ground.api);
    }

    @Override
    @Test
    void recursiveOptionsReachTheMountsBelow() throws IOException {
        assertThrows(SetupFailed.class, () -> ground.mount(mountOf("/deep", "bind", "/tmp", "rbind", "rro")));
    }
}
