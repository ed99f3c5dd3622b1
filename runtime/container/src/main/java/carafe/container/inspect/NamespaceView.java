package carafe.container.inspect;

import carafe.container.inspect.Inspection.NamespaceInfo;
import carafe.spec.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The namespaces of a process, and who else is in them. */
final class NamespaceView {
    /** The one process that is sure to be the host's, as far as it can be seen. */
    private static final String HOST = "1";

    private final ProcFiles proc;

    NamespaceView(ProcFiles proc) {
        this.proc = proc;
    }

    /** @param others first processes of other containers, by id */
    List<NamespaceInfo> of(int pid, Map<String, Integer> others) {
        List<NamespaceInfo> all = new ArrayList<>();
        for (NamespaceType type : NamespaceType.values()) {
            long inode = inode(Integer.toString(pid), type);
            if (inode == 0) {
                continue;
            }
            List<String> sharedWith = new ArrayList<>();
            if (inode == ofHost(type)) {
                sharedWith.add("host");
            }
            for (Map.Entry<String, Integer> other : others.entrySet()) {
                if (inode == inode(other.getValue().toString(), type)) {
                    sharedWith.add(other.getKey());
                }
            }
            all.add(new NamespaceInfo(type.word(), inode, sharedWith));
        }
        return all;
    }

    /** Of the host's first process, else of the caller, who as a plain user sees no more. */
    private long ofHost(NamespaceType type) {
        long inode = inode(HOST, type);
        return inode == 0 ? inode("self", type) : inode;
    }

    /** 0 if there is no such namespace, or it may not be seen. */
    private long inode(String pid, NamespaceType type) {
        String link = proc.link("/proc/" + pid + "/ns/" + type.procName());
        int open = link == null ? -1 : link.indexOf('[');
        return open < 0 ? 0 : Long.parseLong(link.substring(open + 1, link.length() - 1));
    }
}
