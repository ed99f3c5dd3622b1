package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.container.Refused;
import carafe.container.criu.CriuOptions;
import carafe.container.criu.ManageCgroups;
import carafe.container.criu.NetworkLock;
import carafe.container.process.Caller;
import java.util.List;

/** The flags that {@code checkpoint} and {@code restore} have in common. */
final class CriuFlags {
    private static final String DEFAULT_IMAGES = "checkpoint";

    private CriuFlags() {
    }

    /** @throws Refused if a flag has a word that it does not know */
    static CriuOptions of(Invocation call) {
        Arguments arguments = call.arguments();
        requireNetwork(arguments.texts(SharedFlags.EMPTY_NS));
        String images = arguments.textOrNull(SharedFlags.IMAGE_PATH);
        String work = arguments.textOrNull(SharedFlags.WORK_PATH);
        return new CriuOptions(
                AbsolutePath.of(call.kernel(), images == null ? DEFAULT_IMAGES : images),
                work == null ? null : AbsolutePath.of(call.kernel(), work),
                arguments.isOn(SharedFlags.TCP_ESTABLISHED),
                arguments.isOn(SharedFlags.EXT_UNIX_SK),
                arguments.isOn(SharedFlags.SHELL_JOB),
                arguments.isOn(SharedFlags.FILE_LOCKS),
                ManageCgroups.of(arguments.textOrNull(SharedFlags.MANAGE_CGROUPS_MODE)),
                arguments.isOn(SharedFlags.AUTO_DEDUP),
                arguments.isOn(SharedFlags.LAZY_PAGES),
                NetworkLock.of(arguments.textOrNull(SharedFlags.NETWORK_LOCK)));
    }

    /** Network namespaces are left empty in any case, and no other can be. */
    private static void requireNetwork(List<String> emptyNamespaces) {
        for (String namespace : emptyNamespaces) {
            if (!namespace.equals("network")) {
                throw new Refused("namespace \"" + namespace + "\" is not supported, expected network");
            }
        }
    }

    /** CRIU has to be root of the host for most of what containers are. */
    static void warnWithoutPrivileges(Invocation call) {
        if (!Caller.of(call.kernel()).isPrivileged()) {
            call.log().warning("checkpoint and restore are untested with rootless containers");
        }
    }
}
