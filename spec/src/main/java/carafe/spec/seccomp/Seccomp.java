package carafe.spec.seccomp;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * The system call filter of a container.
 *
 * @param defaultErrnoRet  null if absent, which means EPERM
 * @param architectures    in addition to the native one
 * @param flags            null if absent, which means SPEC_ALLOW as with the other runtimes; unlike an empty list
 * @param listenerPath     Unix socket of the agent for {@link SeccompAction#NOTIFY}; null if absent
 * @param listenerMetadata opaque to the runtime; null if absent
 */
public record Seccomp(
        SeccompAction defaultAction,
        Integer defaultErrnoRet,
        List<SeccompArch> architectures,
        List<SeccompFlag> flags,
        String listenerPath,
        String listenerMetadata,
        List<SeccompSyscall> syscalls) {

    /** The same with another path for the listener. */
    public Seccomp withListener(String path) {
        return new Seccomp(defaultAction, defaultErrnoRet, architectures, flags, path, listenerMetadata, syscalls);
    }

    /** Reads the object the reader stands on; null for one without action and rules, which means no filter. */
    public static Seccomp read(JsonReader in) {
        SeccompAction defaultAction = null;
        Integer defaultErrnoRet = null;
        List<SeccompArch> architectures = List.of();
        List<SeccompFlag> flags = null;
        String listenerPath = null;
        String listenerMetadata = null;
        List<SeccompSyscall> syscalls = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "defaultAction" -> defaultAction = in.readWord(SeccompAction.WORDS);
                case "defaultErrnoRet" -> defaultErrnoRet = in.readUint16();
                case "architectures" -> architectures = in.readWords(SeccompArch.WORDS);
                case "flags" -> flags = in.readWords(SeccompFlag.WORDS);
                case "listenerPath" -> listenerPath = in.readText();
                case "listenerMetadata" -> listenerMetadata = in.readText();
                case "syscalls" -> syscalls = in.readRecords(SeccompSyscall::read);
                default -> in.skip();
            }
        }
        if (defaultAction == null && syscalls.isEmpty() && !in.rejected("defaultAction")) {
            return null;
        }
        return new Seccomp(
                in.required("defaultAction", defaultAction),
                defaultErrnoRet,
                architectures,
                flags,
                listenerPath,
                listenerMetadata,
                syscalls);
    }
}
