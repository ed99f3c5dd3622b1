package carafe.cli.verb;

import carafe.cli.args.Flag;
import java.util.List;

/** Flags that several verbs accept with the same meaning. */
final class SharedFlags {
    static final Flag BUNDLE = Flag.directory("bundle", "DIR",
            "directory that holds config.json; the current directory if not given").withAlias("b");
    static final Flag CONFIG = Flag.file("config", "FILE",
            "read this instead of the bundle's config.json; paths in it are relative to the bundle all the same")
            .withAlias("f");
    static final Flag CONSOLE_SOCKET = Flag.file("console-socket", "PATH",
            "Unix stream socket that is sent the master end of the container's pseudo-terminal");
    static final Flag PIDFD_SOCKET = Flag.file("pidfd-socket", "PATH",
            "Unix stream socket that is sent a pidfd of the new process");
    static final Flag PID_FILE = Flag.file("pid-file", "PATH",
            "file to write the process id to, as seen from the host");
    static final Flag NO_PIVOT = Flag.toggle("no-pivot",
            "move the root file system with MS_MOVE and chroot instead of pivot_root, for a root on an initramfs");
    static final Flag NO_NEW_KEYRING = Flag.toggle("no-new-keyring",
            "let the container keep the caller's session keyring");
    static final Flag PRESERVE_FDS = Flag.integer("preserve-fds", "N",
            "pass N further descriptors, after the standard streams and those of $LISTEN_FDS").orElse("0");
    static final Flag DETACH = Flag.toggle("detach", "return once the process runs, without waiting for it")
            .withAlias("d");
    static final Flag NO_SUBREAPER = Flag.toggle("no-subreaper",
            "do not adopt orphans of the container while waiting for it");
    static final Flag FORMAT = Flag.choice("format", "FORMAT", List.of("table", "json"), "table or json")
            .withAlias("f").orElse("table");
    static final Flag REGEX = Flag.toggle("regex",
            "take the operand as a regular expression and act on every container whose id matches")
            .withAlias("r");

    static final Flag IMAGE_PATH = Flag.directory("image-path", "DIR",
            "directory of the image files; ./checkpoint if not given");
    static final Flag WORK_PATH = Flag.directory("work-path", "DIR", "directory for CRIU's work files and logs");
    static final Flag TCP_ESTABLISHED = Flag.toggle("tcp-established", "allow open TCP connections");
    static final Flag EXT_UNIX_SK = Flag.toggle("ext-unix-sk", "allow Unix sockets with an end outside");
    static final Flag SHELL_JOB = Flag.toggle("shell-job", "allow a process that shares its session with a shell");
    static final Flag FILE_LOCKS = Flag.toggle("file-locks", "save and restore file locks");
    static final Flag LAZY_PAGES = Flag.toggle("lazy-pages", "load memory pages on demand, through userfaultfd");
    static final Flag AUTO_DEDUP = Flag.toggle("auto-dedup", "remove duplicates from memory images");
    static final Flag MANAGE_CGROUPS_MODE = Flag.choice("manage-cgroups-mode", "MODE",
            List.of("soft", "full", "strict", "ignore"),
            "how CRIU treats cgroups: soft (default), full, strict or ignore");
    static final Flag NETWORK_LOCK = Flag.choice("network-lock", "METHOD", List.of("iptables", "nftables", "skip"),
            "how CRIU locks the network: iptables, nftables or skip");
    static final Flag EMPTY_NS = Flag.choice("empty-ns", "NAMESPACE", List.of("network"),
            "create this namespace without restoring what was in it").repeated();

    private SharedFlags() {
    }
}
