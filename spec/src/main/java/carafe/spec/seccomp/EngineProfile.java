package carafe.spec.seccomp;

import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A profile as engines keep it (Podman's seccomp.json, Docker's default.json): like that of config.json, but rules may
 * be for certain architectures and capabilities only, and {@code archMap} stands for {@code architectures}.
 *
 * <p>Rules for kernels from a version on are taken for any: all such versions are older than what Carafe runs on.
 */
public final class EngineProfile {
    private EngineProfile() {
    }

    /**
     * What the engine would write into the config.json of a container. A rule that is not for it names no calls, so that
     * the others keep their place. A profile of config.json is read as it is.
     *
     * @param arch         of the machine
     * @param engineArch   the same in the engines' words, such as amd64
     * @param capabilities of the container
     * @throws carafe.spec.json.SpecException if it is none
     */
    public static Seccomp read(String file, byte[] json, SeccompArch arch, String engineArch, Set<String> capabilities) {
        Findings findings = Findings.stoppingAtFirstError(file);
        return JsonReader.readDocument(json, findings, in -> {
            SeccompAction defaultAction = null;
            Integer defaultErrnoRet = null;
            List<SeccompArch> architectures = List.of();
            List<SeccompFlag> flags = null;
            String listenerPath = null;
            List<SeccompSyscall> syscalls = List.of();
            while (in.nextProperty()) {
                switch (in.property()) {
                    case "defaultAction" -> defaultAction = in.readWord(SeccompAction.WORDS);
                    case "defaultErrnoRet" -> defaultErrnoRet = in.readUint16();
                    case "architectures" -> architectures = in.readWords(SeccompArch.WORDS);
                    case "archMap" -> architectures = ofMachine(in.readRecords(EngineProfile::family), arch);
                    case "flags" -> flags = in.readWords(SeccompFlag.WORDS);
                    case "listenerPath" -> listenerPath = in.readText();
                    case "syscalls" -> syscalls = in.readRecords(entry -> entry(entry, engineArch, capabilities));
                    default -> in.skip();
                }
            }
            return new Seccomp(in.required("defaultAction", defaultAction), defaultErrnoRet, architectures, flags,
                    listenerPath, null, syscalls);
        });
    }

    private record Family(SeccompArch arch, List<SeccompArch> others) {
    }

    private static Family family(JsonReader in) {
        SeccompArch arch = null;
        List<SeccompArch> others = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "architecture" -> arch = in.readWord(SeccompArch.WORDS);
                case "subArchitectures" -> others = in.readWords(SeccompArch.WORDS);
                default -> in.skip();
            }
        }
        return new Family(in.required("architecture", arch), others);
    }

    private static List<SeccompArch> ofMachine(List<Family> families, SeccompArch arch) {
        List<SeccompArch> all = new ArrayList<>(List.of(arch));
        for (Family family : families) {
            if (family.arch() == arch) {
                all.addAll(family.others());
            }
        }
        return all;
    }

    private static SeccompSyscall entry(JsonReader in, String engineArch, Set<String> capabilities) {
        List<String> names = List.of();
        SeccompAction action = null;
        Integer errnoRet = null;
        List<SeccompArg> args = List.of();
        boolean applies = true;
        while (in.nextProperty()) {
            switch (in.property()) {
                // as profiles of before Docker 1.13 have it
                case "name" -> names = List.of(in.readText());
                case "names" -> names = in.readTexts();
                case "action" -> action = in.readWord(SeccompAction.WORDS);
                case "errnoRet" -> errnoRet = in.readUint16();
                case "args" -> args = in.readRecords(SeccompArg::read);
                case "includes" -> applies &= in.readRecord(scope -> Scope.read(scope).includes(engineArch, capabilities));
                case "excludes" -> applies &= !in.readRecord(scope -> Scope.read(scope).excludes(engineArch, capabilities));
                default -> in.skip();
            }
        }
        return new SeccompSyscall(applies ? names : List.of(), in.required("action", action), errnoRet, args);
    }

    /** Null stands for any. */
    private record Scope(List<String> caps, List<String> arches) {
        static Scope read(JsonReader in) {
            List<String> caps = null;
            List<String> arches = null;
            while (in.nextProperty()) {
                switch (in.property()) {
                    case "caps" -> caps = in.readTexts();
                    case "arches" -> arches = in.readTexts();
                    default -> in.skip();
                }
            }
            return new Scope(caps, arches);
        }

        boolean includes(String arch, Set<String> capabilities) {
            return (arches == null || arches.contains(arch)) && (caps == null || capabilities.containsAll(caps));
        }

        boolean excludes(String arch, Set<String> capabilities) {
            boolean byArch = arches != null && arches.contains(arch);
            boolean byCap = caps != null && caps.stream().anyMatch(capabilities::contains);
            return byArch || byCap;
        }
    }
}
