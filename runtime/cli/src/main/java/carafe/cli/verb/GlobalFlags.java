package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import java.util.List;

/** What may stand before the verb. */
public final class GlobalFlags {
    public static final Flag DEBUG = Flag.toggle("debug", "log every step");
    public static final Flag LOG = Flag.file("log", "DESTINATION",
            "write the log elsewhere than to standard error: PATH or file:PATH to append to, journald:NAME or syslog:NAME");
    public static final Flag LOG_FORMAT = Flag.choice("log-format", "FORMAT", List.of("text", "json"),
            "text or json").orElse("text");
    public static final Flag LOG_LEVEL = Flag.choice("log-level", "LEVEL", List.of("debug", "warning", "error"),
            "what to log: errors only, warnings as well, or every step like --debug").orElse("warning");
    public static final Flag ROOT = Flag.directory("root", "DIR",
            "directory for the state of containers; /run/carafe, or $XDG_RUNTIME_DIR/carafe for users without"
                    + " privileges");
    public static final Flag SYSTEMD_CGROUP = Flag.toggle("systemd-cgroup",
            "let systemd manage cgroups; linux.cgroupsPath then reads slice:prefix:name");
    public static final Flag CGROUP_MANAGER = Flag.choice("cgroup-manager", "MANAGER",
            List.of("cgroupfs", "systemd", "disabled"), "who manages cgroups: cgroupfs, systemd or disabled")
            .orElse("cgroupfs");
    public static final Flag ROOTLESS = Flag.choice("rootless", "MODE", List.of("true", "false", "auto"),
            "carry on where cgroups may not be changed: true, false or auto").orElse("auto");
    public static final Flag VERSION = Flag.toggle("version", "print the version").withAlias("v");

    /** Callers from before runc 1.1 name the CRIU binary; CRIU is found on the PATH instead. */
    private static final Flag IGNORED_CRIU = Flag.file("criu", "PATH", "no effect").concealed();

    /** The program's own command line. Its operands are the verb and all that belongs to it. */
    public static final Syntax SYNTAX = Syntax.of("carafe", "Open Container Initiative runtime")
            .flags(DEBUG, LOG, LOG_FORMAT, LOG_LEVEL, ROOT, SYSTEMD_CGROUP, CGROUP_MANAGER, ROOTLESS, VERSION, IGNORED_CRIU)
            .flagsEndAtOperand()
            .description("""
                    Runs containers from bundles: directories with a root file system and a
                    config.json in the format of the OCI runtime specification. The command line is
                    that of runc, so container engines can use it in runc's place. Called by a link
                    named runc, it speaks under that name, and reports a program that cannot be
                    executed in runc's words.""")
            .example("carafe spec && carafe run shell1", "write a template, then run it")
            .build();

    private GlobalFlags() {
    }
}
