package carafe.container.setup.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.spec.Mount;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {
    @ParameterizedTest
    @CsvSource({
        "/srv/rootfs, /srv/rootfs/mnt/x, /mnt/x",
        "/srv/rootfs, /srv/rootfs/../rootfs//mnt, /mnt",
        "/srv/rootfs, /srv/rootfs-2/mnt, /srv/rootfs-2/mnt",
        "/srv/rootfs, /mnt, /mnt",
        "/srv/rootfs, mnt, mnt",
        "/, /mnt, /mnt",
    })
    void aPlaceInTheRootFileSystemMayBeNamedAsTheHostDoes(String rootfs, String given, String inContainer) {
        Mount mount = new Mount(given, "bind", "/source", List.of("bind"), List.of(), List.of());
        assertEquals(inContainer, Destinations.inContainer(rootfs, List.of(mount)).getFirst().destination());
    }
}
