package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.container.lifecycle.CreateOptions;

/** What the command line and the environment say about a container to be created. */
final class CreateRequest {
    /** Of the service manager we run under (sd_notify(3)). */
    static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";
    private static final String CURRENT_DIRECTORY = ".";

    private CreateRequest() {
    }

    static CreateOptions of(Invocation call, boolean detached) {
        Arguments arguments = call.arguments();
        String bundle = arguments.textOrNull(SharedFlags.BUNDLE);
        int listenFds = ListenFds.count(call.kernel(), call.environment());
        int preserveFds = Math.clamp(arguments.integer(SharedFlags.PRESERVE_FDS), 0, Integer.MAX_VALUE - listenFds);
        return new CreateOptions(
                bundle == null ? CURRENT_DIRECTORY : bundle,
                arguments.textOrNull(SharedFlags.CONFIG),
                arguments.textOrNull(SharedFlags.CONSOLE_SOCKET),
                arguments.textOrNull(SharedFlags.PIDFD_SOCKET),
                arguments.textOrNull(SharedFlags.PID_FILE),
                arguments.isOn(SharedFlags.NO_PIVOT),
                arguments.isOn(SharedFlags.NO_NEW_KEYRING),
                listenFds + preserveFds,
                listenFds,
                CgroupChoice.driver(call.global()),
                CgroupChoice.forgivesMissingRights(call.global(), call.kernel()),
                call.environment().get(NOTIFY_SOCKET),
                detached);
    }
}
