package carafe.container.doctor;

import java.util.List;
import java.util.stream.Stream;

/** Programs that some uses need. */
final class ProgramChecks {
    private static final String AREA = "programs";

    private ProgramChecks() {
    }

    static void run(Host host) {
        List<String> networks = Stream.of("pasta", "slirp4netns").map(host::program).filter(file -> file != null)
                .toList();
        if (!networks.isEmpty()) {
            host.ok(AREA, "network for users", String.join(", ", networks));
        } else {
            host.warn(AREA, "network for users", "neither pasta nor slirp4netns",
                    "containers of plain users have no network but the host's", "install passt or slirp4netns");
        }
        String criu = host.program("criu");
        if (criu != null) {
            host.ok(AREA, "criu", criu);
        } else {
            host.warn(AREA, "criu", "not found", "checkpoint and restore fail", "install criu");
        }
    }
}
