package carafe.cli.verb;

import static carafe.cli.verb.SharedFlags.AUTO_DEDUP;
import static carafe.cli.verb.SharedFlags.BUNDLE;
import static carafe.cli.verb.SharedFlags.CONSOLE_SOCKET;
import static carafe.cli.verb.SharedFlags.DETACH;
import static carafe.cli.verb.SharedFlags.EMPTY_NS;
import static carafe.cli.verb.SharedFlags.EXT_UNIX_SK;
import static carafe.cli.verb.SharedFlags.FILE_LOCKS;
import static carafe.cli.verb.SharedFlags.IMAGE_PATH;
import static carafe.cli.verb.SharedFlags.LAZY_PAGES;
import static carafe.cli.verb.SharedFlags.MANAGE_CGROUPS_MODE;
import static carafe.cli.verb.SharedFlags.NETWORK_LOCK;
import static carafe.cli.verb.SharedFlags.NO_NEW_KEYRING;
import static carafe.cli.verb.SharedFlags.NO_PIVOT;
import static carafe.cli.verb.SharedFlags.NO_SUBREAPER;
import static carafe.cli.verb.SharedFlags.PID_FILE;
import static carafe.cli.verb.SharedFlags.SHELL_JOB;
import static carafe.cli.verb.SharedFlags.TCP_ESTABLISHED;
import static carafe.cli.verb.SharedFlags.WORK_PATH;

import carafe.cli.args.Arguments;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.criu.RestoreOptions;
import carafe.container.lifecycle.CreateOptions;
import carafe.container.lifecycle.Restore;

/** {@code restore}: continues a container from a checkpoint. */
final class RestoreVerb implements Verb {
    static final Flag LSM_PROFILE = Flag.text("lsm-profile", "TYPE:NAME",
            "security profile to restore with, such as selinux:LABEL or apparmor:PROFILE");
    static final Flag LSM_MOUNT_CONTEXT = Flag.text("lsm-mount-context", "CONTEXT",
            "SELinux context for mounts that are restored");
    static final Flag TCP_CLOSE = Flag.toggle("tcp-close", "restore TCP connections as closed");

    /** conmon passes it on to every verb that starts something; here it has nothing to act on. */
    private static final Flag IGNORED_NO_NEW_KEYRING = NO_NEW_KEYRING.concealed();

    static final Syntax SYNTAX = Syntax.of("restore", "continue a container from a checkpoint")
            .operands(Operand.newContainerId())
            .flags(CONSOLE_SOCKET, IMAGE_PATH, WORK_PATH, TCP_ESTABLISHED, TCP_CLOSE, EXT_UNIX_SK, SHELL_JOB,
                    FILE_LOCKS, MANAGE_CGROUPS_MODE, NETWORK_LOCK, BUNDLE, DETACH, PID_FILE, NO_SUBREAPER, NO_PIVOT,
                    EMPTY_NS, AUTO_DEDUP, LAZY_PAGES, LSM_PROFILE, LSM_MOUNT_CONTEXT, IGNORED_NO_NEW_KEYRING,
                    TraceFlags.TRACE, TraceFlags.TRACE_FORMAT)
            .description("""
                    Creates a container from the bundle and has CRIU continue in it the processes
                    that "checkpoint" saved. In the foreground the exit status is that of the
                    container's first process.""")
            .example("carafe restore --detach --image-path /srv/web1.img --bundle /srv/web web1", "continue web1")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        CriuFlags.warnWithoutPrivileges(call);
        call.root().prepare(call.kernel());
        Arguments arguments = call.arguments();
        RestoreOptions options = new RestoreOptions(
                CriuFlags.of(call),
                arguments.isOn(TCP_CLOSE),
                arguments.textOrNull(LSM_PROFILE),
                arguments.textOrNull(LSM_MOUNT_CONTEXT));
        return new Restore(call.kernel(), call.store(), call.log())
                .restore(call.containerId(), container(call), options, !arguments.isOn(NO_SUBREAPER));
    }

    private static CreateOptions container(Invocation call) {
        Arguments arguments = call.arguments();
        String bundle = arguments.textOrNull(BUNDLE);
        return new CreateOptions(
                bundle == null ? "." : bundle,
                null,
                arguments.textOrNull(CONSOLE_SOCKET),
                null,
                arguments.textOrNull(PID_FILE),
                arguments.isOn(NO_PIVOT),
                true,
                0,
                0,
                CgroupChoice.driver(call.global()),
                CgroupChoice.forgivesMissingRights(call.global(), call.kernel()),
                null,
                arguments.isOn(DETACH));
    }
}
