package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * config.json of a bundle, for Linux, versions 1.0 to 1.3 of the runtime specification.
 *
 * <p>In this record and all those below it, names are the specification's own. Optional scalars and records that are
 * absent are null, absent lists and maps are empty; where it matters whether a list is absent or empty, the record
 * says so. Unsigned 64-bit numbers are kept in the bits of a long. Properties for other platforms are ignored.
 *
 * @param process  null if absent: such a container can be created but not started
 * @param root     null if absent, which validation refuses
 * @param hooks    {@link Hooks#NONE} if absent
 * @param linux    {@link Linux#NONE} if absent
 */
public record Config(
        String ociVersion,
        Process process,
        Root root,
        String hostname,
        String domainname,
        List<Mount> mounts,
        Hooks hooks,
        Map<String, String> annotations,
        Linux linux) {

    static Config read(JsonReader in) {
        String ociVersion = null;
        Process process = null;
        Root root = null;
        String hostname = null;
        String domainname = null;
        List<Mount> mounts = List.of();
        Hooks hooks = null;
        Map<String, String> annotations = Map.of();
        Linux linux = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "ociVersion" -> ociVersion = in.readText();
                case "process" -> process = in.readRecord(Process::read);
                case "root" -> root = in.readRecord(Root::read);
                case "hostname" -> hostname = in.readText();
                case "domainname" -> domainname = in.readText();
                case "mounts" -> mounts = in.readRecords(Mount::read);
                case "hooks" -> hooks = in.readRecord(Hooks::read);
                case "annotations" -> annotations = in.readTextMap();
                case "linux" -> linux = in.readRecord(Linux::read);
                default -> in.skip();
            }
        }
        Linux meant = linux == null ? Linux.NONE : linux.asOf(ociVersion);
        Config config = new Config(
                in.required("ociVersion", ociVersion),
                process,
                in.required("root", root),
                hostname,
                domainname,
                withMappingsOfOptions(mounts, meant),
                hooks == null ? Hooks.NONE : hooks,
                annotations,
                meant);
        return config.withListener(CrunAnnotation.SECCOMP_RECEIVER.of(config));
    }

    private static List<Mount> withMappingsOfOptions(List<Mount> mounts, Linux linux) {
        List<Mount> changed = null;
        for (int i = 0; i < mounts.size(); i++) {
            Mount mount = mounts.get(i).withMappingsOfOption(linux);
            if (mount != mounts.get(i)) {
                changed = changed == null ? new ArrayList<>(mounts) : changed;
                changed.set(i, mount);
            }
        }
        return changed == null ? mounts : changed;
    }

    /** The same with this path for the listener of a filter, unless the filter has one already; null changes nothing. */
    public Config withListener(String path) {
        if (path == null || linux.seccomp() == null || linux.seccomp().listenerPath() != null) {
            return this;
        }
        return new Config(ociVersion, process, root, hostname, domainname, mounts, hooks, annotations,
                linux.with(linux.seccomp().withListener(path)));
    }

    /** The same with another mount after the others, and a variable, NAME=VALUE, that tells the process of it. */
    public Config with(Mount mount, String variable) {
        List<Mount> longer = new ArrayList<>(mounts);
        longer.add(mount);
        return new Config(ociVersion, process == null ? null : process.withVariable(variable), root, hostname,
                domainname, longer, hooks, annotations, linux);
    }
}
