package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Config;
import carafe.spec.IdMapWord;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import carafe.spec.mount.LinkRule;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import java.util.List;

/** {@code mounts}. */
final class MountRules {
    private MountRules() {
    }

    static void check(Config config, Place place) {
        check(config.mounts(), config.linux().namespace(NamespaceType.USER) != null, place);
    }

    static void check(List<Mount> mounts, boolean userNamespace, Place place) {
        for (int i = 0; i < mounts.size(); i++) {
            check(mounts.get(i), userNamespace, place.at(i));
        }
    }

    private static void check(Mount mount, boolean userNamespace, Place place) {
        if (mount.destination() != null && !mount.destination().startsWith("/")) {
            place.at("destination").note(quoted(mount.destination()),
                    "an absolute path; relative ones are deprecated and taken as relative to /");
        }
        ParsedOptions options = ParsedOptions.of(mount.options());
        checkCrunsOptions(mount, options, place.at("options"));
        if (options.isBind()) {
            checkBind(mount, options, place);
        } else if (mount.type() == null && makesMount(options)) {
            place.at("type").missing("a file system type, since this is no bind mount");
        }
        checkIdMap(mount, options, userNamespace, place);
    }

    private static void checkCrunsOptions(Mount mount, ParsedOptions options, Place place) {
        for (int i = 0; i < mount.options().size(); i++) {
            // those that are right stand as mappings by now
            if (IdMapWord.is(mount.options().get(i))) {
                place.at(i).error(quoted(mount.options().get(i)), IdMapWord.EXPECTED);
            }
        }
        if (options.links().isEmpty()) {
            return;
        }
        if (!options.isBind()) {
            place.error(mount.options().toString(), "bind or rbind, since other mounts have no links to follow");
        }
        if (options.links().contains(LinkRule.COPY_SYMLINK) && options.links().size() > 1) {
            place.error(mount.options().toString(), "copy-symlink without src-nofollow and dest-nofollow");
        }
    }

    private static void checkBind(Mount mount, ParsedOptions options, Place place) {
        if (mount.source() == null) {
            place.at("source").missing("the path to bind");
        }
        if (!options.data().isEmpty()) {
            // Podman 4.3 to 5.6 hands options of volumes on, and runtime-tools has some in its configurations
            String word = options.data().getFirst();
            place.at("options").at(mount.options().indexOf(word)).warn(quoted(word),
                    "no file system options on a bind mount, where the kernel ignores them");
        }
    }

    /** Whether this adds a mount, rather than changing the one that is there. */
    private static boolean makesMount(ParsedOptions options) {
        return (options.flags() & MsFlag.MS_REMOUNT) == 0 && options.propagation().isEmpty();
    }

    private static void checkIdMap(Mount mount, ParsedOptions options, boolean userNamespace, Place place) {
        boolean uids = !mount.uidMappings().isEmpty();
        boolean gids = !mount.gidMappings().isEmpty();
        if (uids != gids) {
            place.at(uids ? "gidMappings" : "uidMappings").missing("mappings for both users and groups, or none");
        }
        IdMappingRules.check(mount.uidMappings(), place.at("uidMappings"));
        IdMappingRules.check(mount.gidMappings(), place.at("gidMappings"));
        if (options.idMap() == null && !uids && !gids) {
            return;
        }
        if (!options.isBind()) {
            place.at("options").error(mount.options().toString(),
                    "bind or rbind, since only bind mounts can be idmapped");
        }
        if (options.idMap() != null && !uids && !gids && !userNamespace) {
            place.at("uidMappings").missing("mappings, since there is no user namespace whose mappings could be used");
        }
        if (options.idMap() == null) {
            place.at("options").note(mount.options().toString(),
                    "idmap or ridmap, without which older runtimes ignore the mappings");
        }
    }
}
