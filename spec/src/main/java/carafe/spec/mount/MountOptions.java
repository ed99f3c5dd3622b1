package carafe.spec.mount;

import static carafe.spec.mount.MountAttr.MOUNT_ATTR_NOATIME;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_NODEV;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_NODIRATIME;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_NOEXEC;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_NOSUID;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_NOSYMFOLLOW;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_RDONLY;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_RELATIME;
import static carafe.spec.mount.MountAttr.MOUNT_ATTR_STRICTATIME;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every option word the specification or crun(1) lists for Linux, and what it means.
 *
 * <p>Words that are not in this table belong to the file system and go to it as they are.
 */
public final class MountOptions {
    private static final Map<String, MountOption> TABLE = table();

    private MountOptions() {
    }

    /** What {@code word} means, or null if it belongs to the file system. */
    public static MountOption find(String word) {
        return TABLE.get(word);
    }

    /** All words, sorted. */
    public static List<String> words() {
        List<String> words = new ArrayList<>(TABLE.keySet());
        Collections.sort(words);
        return words;
    }

    private static Map<String, MountOption> table() {
        Map<String, MountOption> table = new HashMap<>();
        addFlags(table);
        addRecursiveAttributes(table);
        for (Propagation propagation : Propagation.values()) {
            table.put(propagation.word(), new MountOption.Propagate(propagation));
        }
        table.put("idmap", new MountOption.IdMap(false));
        table.put("ridmap", new MountOption.IdMap(true));
        for (LinkRule rule : LinkRule.values()) {
            table.put(rule.word(), new MountOption.Link(rule));
        }
        table.put("tmpcopyup", new MountOption.CopyUp());
        return Map.copyOf(table);
    }

    private static void addFlags(Map<String, MountOption> table) {
        table.put("defaults", sets(0));
        table.put("bind", sets(MsFlag.MS_BIND));
        table.put("rbind", sets(MsFlag.MS_BIND | MsFlag.MS_REC));
        table.put("remount", sets(MsFlag.MS_REMOUNT));
        table.put("ro", sets(MsFlag.MS_RDONLY));
        table.put("rw", clears(MsFlag.MS_RDONLY));
        table.put("nosuid", sets(MsFlag.MS_NOSUID));
        table.put("suid", clears(MsFlag.MS_NOSUID));
        table.put("nodev", sets(MsFlag.MS_NODEV));
        table.put("dev", clears(MsFlag.MS_NODEV));
        table.put("noexec", sets(MsFlag.MS_NOEXEC));
        table.put("exec", clears(MsFlag.MS_NOEXEC));
        table.put("nosymfollow", sets(MsFlag.MS_NOSYMFOLLOW));
        table.put("symfollow", clears(MsFlag.MS_NOSYMFOLLOW));
        table.put("sync", sets(MsFlag.MS_SYNCHRONOUS));
        table.put("async", clears(MsFlag.MS_SYNCHRONOUS));
        table.put("dirsync", sets(MsFlag.MS_DIRSYNC));
        table.put("mand", sets(MsFlag.MS_MANDLOCK));
        table.put("nomand", clears(MsFlag.MS_MANDLOCK));
        table.put("silent", sets(MsFlag.MS_SILENT));
        table.put("loud", clears(MsFlag.MS_SILENT));
        table.put("noatime", sets(MsFlag.MS_NOATIME));
        table.put("atime", clears(MsFlag.MS_NOATIME));
        table.put("nodiratime", sets(MsFlag.MS_NODIRATIME));
        table.put("diratime", clears(MsFlag.MS_NODIRATIME));
        table.put("relatime", sets(MsFlag.MS_RELATIME));
        table.put("norelatime", clears(MsFlag.MS_RELATIME));
        table.put("strictatime", sets(MsFlag.MS_STRICTATIME));
        table.put("nostrictatime", clears(MsFlag.MS_STRICTATIME));
        table.put("lazytime", sets(MsFlag.MS_LAZYTIME));
        table.put("nolazytime", clears(MsFlag.MS_LAZYTIME));
        table.put("iversion", sets(MsFlag.MS_I_VERSION));
        table.put("noiversion", clears(MsFlag.MS_I_VERSION));
    }

    private static void addRecursiveAttributes(Map<String, MountOption> table) {
        table.put("rro", setsRecursively(MOUNT_ATTR_RDONLY));
        table.put("rrw", clearsRecursively(MOUNT_ATTR_RDONLY));
        table.put("rnosuid", setsRecursively(MOUNT_ATTR_NOSUID));
        table.put("rsuid", clearsRecursively(MOUNT_ATTR_NOSUID));
        table.put("rnodev", setsRecursively(MOUNT_ATTR_NODEV));
        table.put("rdev", clearsRecursively(MOUNT_ATTR_NODEV));
        table.put("rnoexec", setsRecursively(MOUNT_ATTR_NOEXEC));
        table.put("rexec", clearsRecursively(MOUNT_ATTR_NOEXEC));
        table.put("rnosymfollow", setsRecursively(MOUNT_ATTR_NOSYMFOLLOW));
        table.put("rsymfollow", clearsRecursively(MOUNT_ATTR_NOSYMFOLLOW));
        table.put("rnoatime", setsRecursively(MOUNT_ATTR_NOATIME));
        table.put("ratime", clearsRecursively(MOUNT_ATTR_NOATIME));
        table.put("rnodiratime", setsRecursively(MOUNT_ATTR_NODIRATIME));
        table.put("rdiratime", clearsRecursively(MOUNT_ATTR_NODIRATIME));
        table.put("rrelatime", setsRecursively(MOUNT_ATTR_RELATIME));
        table.put("rnorelatime", clearsRecursively(MOUNT_ATTR_RELATIME));
        // crun's, without effect on the mounts below, whose file systems are not made anew
        table.put("rsync", sets(MsFlag.MS_SYNCHRONOUS));
        table.put("rasync", clears(MsFlag.MS_SYNCHRONOUS));
        table.put("rdirsync", sets(MsFlag.MS_DIRSYNC));
        table.put("rmand", sets(MsFlag.MS_MANDLOCK));
        table.put("rnomand", clears(MsFlag.MS_MANDLOCK));
        table.put("rstrictatime", setsRecursively(MOUNT_ATTR_STRICTATIME));
        table.put("rnostrictatime", clearsRecursively(MOUNT_ATTR_STRICTATIME));
    }

    private static MountOption sets(long flags) {
        return new MountOption.Flag(flags, false);
    }

    private static MountOption clears(long flags) {
        return new MountOption.Flag(flags, true);
    }

    private static MountOption setsRecursively(long attribute) {
        return new MountOption.Recursive(attribute, false);
    }

    private static MountOption clearsRecursively(long attribute) {
        return new MountOption.Recursive(attribute, true);
    }
}
