package carafe.kernel;

/** What getdents64(2) has put into an arena: struct linux_dirent64 (include/linux/dirent.h), one after the other. */
public final class DirectoryEntries {
    /** A type: include/linux/fs_types.h. */
    public static final int DT_DIR = 4;

    private static final int RECORD_LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;

    private DirectoryEntries() {
    }

    /** Sees an entry. */
    public interface Visitor {
        /** @param type DT_DIR and its kin */
        void entry(String name, int type);
    }

    /** Calls {@code to} for each entry of {@code length} bytes, without {@code .} and {@code ..}. */
    public static void forEach(Arena arena, long buffer, int length, Visitor to) {
        int start = arena.offset(buffer);
        for (int at = start; at < start + length; at += arena.memory().getShort(at + RECORD_LENGTH) & 0xffff) {
            String name = arena.getString(arena.address() + at + NAME);
            if (!name.equals(".") && !name.equals("..")) {
                to.entry(name, arena.memory().get(at + TYPE));
            }
        }
    }
}
