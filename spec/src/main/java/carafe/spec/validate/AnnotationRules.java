package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Config;
import carafe.spec.CrunAnnotation;
import java.util.Base64;
import java.util.List;

/** {@code annotations}: only what {@link CrunAnnotation} gives a meaning has a form to keep to. */
final class AnnotationRules {
    private static final List<String> CONTEXT_TYPES = List.of("context", "fscontext", "defcontext", "rootcontext");
    /** struct sock_filter and BPF_MAXINSNS (linux/filter.h, linux/bpf_common.h). */
    private static final int INSTRUCTION_BYTES = 8;
    private static final int MOST_INSTRUCTIONS = 4096;
    /** Set by CRI implementations on the container that only holds a pod's namespaces, which needs no handler. */
    private static final String CONTAINER_TYPE = "io.kubernetes.cri.container-type";

    private AnnotationRules() {
    }

    static void check(Config config, Place place) {
        if (config.annotations().isEmpty()) {
            return;
        }
        if (config.annotations().containsKey("")) {
            place.at("").error(quoted(""), "a name that is not empty");
        }
        for (CrunAnnotation annotation : CrunAnnotation.all()) {
            String value = annotation.of(config);
            if (value != null) {
                String expected = annotation.refusal() != null ? annotation.refusal()
                        : complaint(annotation, value, config);
                if (expected != null) {
                    place.at(annotation.key()).error(quoted(value), expected);
                }
            }
        }
    }

    /** What is expected if it is not what there is, else null. */
    private static String complaint(CrunAnnotation annotation, String value, Config config) {
        return switch (annotation) {
            case MOUNT_CONTEXT_TYPE -> CONTEXT_TYPES.contains(value) ? null : "one of " + CONTEXT_TYPES;
            case SECCOMP_RECEIVER -> value.startsWith("/") ? null : "an absolute path";
            case SECCOMP_BPF_DATA -> isProgram(value) ? null
                    : "1 to " + MOST_INSTRUCTIONS + " instructions of 8 bytes in base64";
            case PIDFD_RECEIVER, HOOKS_STDOUT, HOOKS_STDERR -> value.isEmpty() ? "a path" : null;
            case SYSTEMD_SUBGROUP, DELEGATE_CGROUP -> value.isEmpty() ? null
                    : "none or an empty one: the processes of a container stand in its own cgroup";
            case HANDLER -> value.isEmpty() || "sandbox".equals(config.annotations().get(CONTAINER_TYPE)) ? null
                    : "no handler: programs are executed by the kernel alone";
            default -> null;
        };
    }

    private static boolean isProgram(String text) {
        try {
            int length = Base64.getDecoder().decode(text).length;
            return length > 0 && length % INSTRUCTION_BYTES == 0 && length / INSTRUCTION_BYTES <= MOST_INSTRUCTIONS;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
