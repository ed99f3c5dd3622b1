package carafe.container.doctor;

import java.util.ArrayList;
import java.util.List;

/** The engines on the host, and whether they are set up to use Carafe. */
final class EngineChecks {
    private static final String AREA = "engines";
    private static final String RUNTIME = "carafe";
    private static final String MONITOR = "carafe-monitor";

    /**
     * @param program whose presence tells that the engine is there
     * @param files   its configuration; a directory stands for all files in it, ~ for the caller's home
     * @param monitors whether it runs a monitor that can be chosen
     */
    private record Engine(String name, String program, List<String> files, boolean monitors) {
    }

    private static final List<Engine> ENGINES = List.of(
            new Engine("Podman", "podman", List.of("/usr/share/containers/containers.conf",
                    "/etc/containers/containers.conf", "/etc/containers/containers.conf.d",
                    "~/.config/containers/containers.conf", "~/.config/containers/containers.conf.d"), true),
            new Engine("Docker", "dockerd", List.of("/etc/docker/daemon.json", "~/.config/docker/daemon.json"), false),
            new Engine("containerd", "containerd", List.of("/etc/containerd/config.toml", "/etc/containerd/conf.d"),
                    false),
            new Engine("CRI-O", "crio", List.of("/etc/crio/crio.conf", "/etc/crio/crio.conf.d"), true));

    private EngineChecks() {
    }

    static void run(Host host) {
        for (Engine engine : ENGINES) {
            String program = host.program(engine.program());
            if (program != null) {
                check(host, engine);
            }
        }
    }

    private static void check(Host host, Engine engine) {
        List<String> read = new ArrayList<>();
        boolean runtime = false;
        boolean monitor = false;
        for (String file : files(host, engine)) {
            String text = host.files().text(file);
            if (text != null) {
                read.add(file);
                for (String line : text.split("\n")) {
                    String setting = line.strip();
                    if (!setting.startsWith("#")) {
                        monitor |= setting.contains(MONITOR);
                        runtime |= setting.replace(MONITOR, "").contains(RUNTIME);
                    }
                }
            }
        }
        String where = read.isEmpty() ? "no configuration" : String.join(", ", read);
        if (runtime && (monitor || !engine.monitors())) {
            host.ok(AREA, engine.name(), "knows carafe" + (monitor ? " and carafe-monitor" : "") + " (" + where + ")");
        } else {
            host.warn(AREA, engine.name(), runtime ? "knows carafe, but not carafe-monitor (" + where + ")"
                    : "does not know carafe (" + where + ")",
                    "it uses " + (runtime ? "conmon" : "another runtime") + " unless it is told otherwise",
                    "see \"Under an engine\" in Carafe's README");
        }
    }

    private static List<String> files(Host host, Engine engine) {
        List<String> files = new ArrayList<>();
        for (String file : engine.files()) {
            if (file.startsWith("~") && host.home() == null) {
                continue;
            }
            String path = file.startsWith("~") ? host.home() + file.substring(1) : file;
            List<String> within = host.files().names(path);
            if (within.isEmpty()) {
                files.add(path);
            }
            within.stream().sorted().forEach(name -> files.add(path + "/" + name));
        }
        return files;
    }
}
