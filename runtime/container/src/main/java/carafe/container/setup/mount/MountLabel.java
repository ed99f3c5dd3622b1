package carafe.container.setup.mount;

import carafe.spec.Config;
import carafe.spec.CrunAnnotation;

/**
 * {@code linux.mountLabel}: the SELinux label that the files of a mounted file system have.
 *
 * @param type of mount(8): context, fscontext, defcontext or rootcontext
 */
public record MountLabel(String type, String label) {
    /** Null without a label. */
    public static MountLabel of(Config config) {
        String label = config.linux().mountLabel();
        String type = CrunAnnotation.MOUNT_CONTEXT_TYPE.of(config);
        return label == null || label.isEmpty() ? null : new MountLabel(type == null ? "context" : type, label);
    }

    /** As a mount option; quoted, because a label may hold commas. */
    String option() {
        return type + "=\"" + label + "\"";
    }
}
