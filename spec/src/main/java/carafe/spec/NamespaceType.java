package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** The kinds of namespaces, with the bit clone(2) and setns(2) know them by (linux/sched.h). */
public enum NamespaceType implements SpecWord {
    PID("pid", "pid", 0x2000_0000),
    NETWORK("network", "net", 0x4000_0000),
    MOUNT("mount", "mnt", 0x0002_0000),
    IPC("ipc", "ipc", 0x0800_0000),
    UTS("uts", "uts", 0x0400_0000),
    USER("user", "user", 0x1000_0000),
    CGROUP("cgroup", "cgroup", 0x0200_0000),
    TIME("time", "time", 0x0000_0080);

    public static final Vocabulary<NamespaceType> WORDS = Vocabulary.of(values());

    private final String word;
    private final String procName;
    private final int cloneFlag;

    NamespaceType(String word, String procName, int cloneFlag) {
        this.word = word;
        this.procName = procName;
        this.cloneFlag = cloneFlag;
    }

    @Override
    public String word() {
        return word;
    }

    /** The file of a process's namespace in /proc/PID/ns. */
    public String procName() {
        return procName;
    }

    /** CLONE_NEW*. */
    public int cloneFlag() {
        return cloneFlag;
    }
}
