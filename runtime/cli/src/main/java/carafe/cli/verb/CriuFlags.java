package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.container.criu.CriuOptions;
import carafe.container.criu.ManageCgroups;

/** The flags that {@code checkpoint} and {@code restore} have in common. */
final class CriuFlags {
    private static final String DEFAULT_IMAGES = "checkpoint";

    private CriuFlags() {
    }

    static CriuOptions of(Invocation call) {
        Arguments arguments = call.arguments();
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
                arguments.isOn(SharedFlags.LAZY_PAGES));
    }

    /** CRIU has to be root of the host for most of what containers are. */
    static void warnWithoutPrivileges(Invocation call) {
        if (Privileges.areMissing(call.kernel())) {
            call.log().warning("checkpoint and restore are untested with rootless containers");
        }
    }
}
