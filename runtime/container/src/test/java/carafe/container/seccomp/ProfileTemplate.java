package carafe.container.seccomp;

import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.seccomp.Seccomp;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A profile as engines keep it, with conditions on architecture and capabilities, made into the flat one that they
 * write into config.json for a container with their default capabilities.
 */
final class ProfileTemplate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> DEFAULT_CAPABILITIES = Set.of("CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE",
            "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP",
            "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT");

    private ProfileTemplate() {
    }

    static Seccomp expand(Path file, SyscallAbi machine) {
        try {
            JsonNode template = JSON.readTree(file.toFile());
            ObjectNode profile = JSON.createObjectNode();
            profile.set("defaultAction", template.get("defaultAction"));
            profile.set("defaultErrnoRet", template.get("defaultErrnoRet"));
            profile.set("architectures", architectures(template.path("archMap"), machine));
            ArrayNode entries = profile.putArray("syscalls");
            for (JsonNode entry : template.get("syscalls")) {
                if (applies(entry, machine)) {
                    ObjectNode kept = entries.addObject();
                    for (String property : new String[] {"names", "action", "errnoRet", "args"}) {
                        if (entry.hasNonNull(property)) {
                            kept.set(property, entry.get(property));
                        }
                    }
                }
            }
            profile.properties().removeIf(property -> property.getValue() == null || property.getValue().isNull());
            return JsonReader.readDocument(JSON.writeValueAsBytes(profile),
                    Findings.stoppingAtFirstError(file.toString()), Seccomp::read);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    private static ArrayNode architectures(JsonNode map, SyscallAbi machine) {
        ArrayNode architectures = JSON.createArrayNode().add(machine.arch().word());
        for (JsonNode entry : map) {
            if (entry.get("architecture").asText().equals(machine.arch().word())) {
                entry.get("subArchitectures").forEach(architectures::add);
            }
        }
        return architectures;
    }

    private static boolean applies(JsonNode entry, SyscallAbi machine) {
        JsonNode includes = entry.path("includes");
        JsonNode excludes = entry.path("excludes");
        for (JsonNode capability : includes.path("caps")) {
            if (!DEFAULT_CAPABILITIES.contains(capability.asText())) {
                return false;
            }
        }
        for (JsonNode capability : excludes.path("caps")) {
            if (DEFAULT_CAPABILITIES.contains(capability.asText())) {
                return false;
            }
        }
        boolean listed = includes.path("arches").isMissingNode() || includes.path("arches").isNull()
                || contains(includes.path("arches"), machine);
        return listed && !contains(excludes.path("arches"), machine);
    }

    private static boolean contains(JsonNode arches, SyscallAbi machine) {
        String name = switch (machine) {
            case X86_64 -> "amd64";
            case AARCH64 -> "arm64";
            default -> machine.column();
        };
        for (JsonNode arch : arches) {
            if (arch.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The default profiles of engines on this machine, and those named by the property carafe.seccomp.profiles. */
    static List<Path> installed() {
        String named = System.getProperty("carafe.seccomp.profiles", "");
        List<Path> candidates = new ArrayList<>();
        for (String path : named.split(":")) {
            if (!path.isEmpty()) {
                candidates.add(Path.of(path));
            }
        }
        // Debian: golang-github-containers-common, golang-github-docker-docker-dev.
        candidates.add(Path.of("/usr/share/containers/seccomp.json"));
        candidates.add(Path.of("/usr/share/gocode/src/github.com/docker/docker/profiles/seccomp/default.json"));
        candidates.removeIf(path -> !Files.isReadable(path));
        return candidates;
    }
}
