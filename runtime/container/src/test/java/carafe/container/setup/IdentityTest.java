package carafe.container.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Notices;
import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.spec.Capabilities;
import carafe.spec.Capability;
import carafe.spec.IdMapping;
import carafe.spec.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ids and capabilities as the kernel then shows them. */
class IdentityTest {
    private static final List<Capability> TWO = List.of(Capability.CAP_KILL, Capability.CAP_CHOWN);

    /** CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SETPCAP */
    private static final int IDS_AND_KILL = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8;

    private final Ground ground = new Ground(false);
    private final List<String> warnings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Notices notices = new Notices() {
        @Override
        public void warning(String message) {
            warnings.add(message);
        }

        @Override
        public void remark(String message) {
            remarks.add(message);
        }

        @Override
        public void debug(String message) {
            // of no interest here
        }
    };

    @AfterEach
    void close() {
        ground.close();
    }

    private void become(User user, Capabilities wanted, boolean inUserNamespace) {
        CapabilitySets capabilities = new CapabilitySets(ground.kernel, wanted, notices);
        capabilities.ask();
        capabilities.dropBounding();
        capabilities.keepAcrossUserChange();
        new Identity(ground.kernel, user, inUserNamespace, false, notices).become();
        capabilities.apply();
        ground.kernel.flush();
    }

    private String status(String field) {
        String status = ground.local.readText(Fd.CWD, "/proc/" + ground.servant.pid() + "/status");
        int start = status.indexOf("\n" + field + ":\t") + field.length() + 3;
        return status.substring(start, status.indexOf('\n', start)).strip();
    }

    @Test
    void userKeepsExactlyTheSetsAskedFor() {
        become(new User(1000, 1001, 0027, List.of(5L, 10L)), new Capabilities(TWO, TWO, TWO, TWO,
                List.of(Capability.CAP_KILL)), false);
        assertEquals("1000\t1000\t1000\t1000", status("Uid"));
        assertEquals("1001\t1001\t1001\t1001", status("Gid"));
        assertEquals("5 10", status("Groups"));
        assertEquals("0027", status("Umask"));
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd")) {
            assertEquals("0000000000000021", status(set), set);
        }
        assertEquals("0000000000000020", status("CapAmb"));
        assertEquals(List.of(), warnings);
    }

    @Test
    void withoutCapabilitiesThereAreNone() {
        become(User.ROOT, null, false);
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertEquals("0000000000000000", status(set), set);
        }
        assertEquals("0022", status("Umask"));
    }

    @Test
    void whatCannotBeGrantedIsLeftOutWithAWarning() {
        ground.kernel.capset(IDS_AND_KILL, IDS_AND_KILL, 0);
        become(User.ROOT, new Capabilities(TWO, TWO, List.of(), TWO, List.of(Capability.CAP_CHOWN)), false);
        assertEquals("0000000000000020", status("CapEff"));
        assertEquals("0000000000000021", status("CapBnd"));
        assertEquals(List.of("ignoring capabilities that cannot be granted: CAP_CHOWN"), warnings);
    }

    @Test
    void whatIsNotInheritableCannotBeAmbient() {
        become(User.ROOT, new Capabilities(TWO, TWO, List.of(), TWO, TWO), false);
        assertEquals("0000000000000000", status("CapAmb"));
        assertEquals(List.of("can't raise ambient capability CAP_KILL, CAP_CHOWN: not both permitted and inheritable"),
                remarks);
        assertEquals(List.of(), warnings);
    }

    @Test
    void idWithoutMappingIsNamed() {
        ground.enter(List.of(new IdMapping(0, 100_000, 10)));
        SetupFailed e = assertThrows(SetupFailed.class,
                () -> become(new User(11, 0, null, List.of()), Capabilities.NONE, true));
        assertTrue(e.getMessage().endsWith("cannot setuid to unmapped uid 11 in user namespace"), e.getMessage());
        assertEquals("/process/user", e.step().pointer());
    }
}
