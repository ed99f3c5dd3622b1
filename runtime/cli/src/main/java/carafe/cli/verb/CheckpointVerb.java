package carafe.cli.verb;

import static carafe.cli.verb.SharedFlags.AUTO_DEDUP;
import static carafe.cli.verb.SharedFlags.EMPTY_NS;
import static carafe.cli.verb.SharedFlags.EXT_UNIX_SK;
import static carafe.cli.verb.SharedFlags.FILE_LOCKS;
import static carafe.cli.verb.SharedFlags.IMAGE_PATH;
import static carafe.cli.verb.SharedFlags.LAZY_PAGES;
import static carafe.cli.verb.SharedFlags.MANAGE_CGROUPS_MODE;
import static carafe.cli.verb.SharedFlags.NETWORK_LOCK;
import static carafe.cli.verb.SharedFlags.SHELL_JOB;
import static carafe.cli.verb.SharedFlags.TCP_ESTABLISHED;
import static carafe.cli.verb.SharedFlags.WORK_PATH;

import carafe.cli.args.Arguments;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.criu.CheckpointOptions;
import carafe.container.criu.PageServer;
import carafe.container.lifecycle.Checkpoint;

/** {@code checkpoint}: saves a running container through CRIU. */
final class CheckpointVerb implements Verb {
    static final Flag PARENT_PATH = Flag.text("parent-path", "DIR",
            "images of an earlier --pre-dump, relative to the image directory");
    static final Flag LEAVE_RUNNING = Flag.toggle("leave-running", "let the container go on afterwards");
    static final Flag TCP_SKIP_IN_FLIGHT = Flag.toggle("tcp-skip-in-flight", "skip TCP connections being made");
    static final Flag LINK_REMAP = Flag.toggle("link-remap", "link unlinked open files back where possible");
    static final Flag STATUS_FD = Flag.integer("status-fd", "FD",
            "descriptor that CRIU writes a zero byte to when it serves lazy pages").orElse("-1");
    static final Flag PAGE_SERVER = Flag.text("page-server", "ADDRESS:PORT", "send memory pages to this server");
    static final Flag PRE_DUMP = Flag.toggle("pre-dump", "save memory only and let the container go on");

    static final Syntax SYNTAX = Syntax.of("checkpoint", "save a running container")
            .operands(Operand.containerId())
            .flags(IMAGE_PATH, WORK_PATH, PARENT_PATH, LEAVE_RUNNING, TCP_ESTABLISHED, TCP_SKIP_IN_FLIGHT, LINK_REMAP,
                    EXT_UNIX_SK, SHELL_JOB, LAZY_PAGES, STATUS_FD, PAGE_SERVER, FILE_LOCKS, PRE_DUMP,
                    MANAGE_CGROUPS_MODE, NETWORK_LOCK, EMPTY_NS, AUTO_DEDUP)
            .description("""
                    Has CRIU write the state of all processes of the container to image files, from
                    which "restore" continues them. The container is deleted afterwards, unless
                    --leave-running or --pre-dump is given.""")
            .example("carafe checkpoint --image-path /srv/web1.img web1", "save web1 and end it")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        CriuFlags.warnWithoutPrivileges(call);
        Arguments arguments = call.arguments();
        String pageServer = arguments.textOrNull(PAGE_SERVER);
        CheckpointOptions options = new CheckpointOptions(
                CriuFlags.of(call),
                arguments.textOrNull(PARENT_PATH),
                arguments.isOn(LEAVE_RUNNING),
                arguments.isOn(TCP_SKIP_IN_FLIGHT),
                arguments.isOn(LINK_REMAP),
                (int) arguments.integer(STATUS_FD),
                pageServer == null ? null : PageServer.parse(pageServer),
                arguments.isOn(PRE_DUMP));
        new Checkpoint(call.kernel(), call.store(), call.log()).checkpoint(call.containerId(), options);
        return 0;
    }
}
