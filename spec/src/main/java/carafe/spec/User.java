package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * Whom a process runs as; ids (uint32) as the container sees them.
 *
 * @param uid   0 if absent, as engines that leave it out expect
 * @param gid   0 if absent
 * @param umask null if absent: the umask then stays as the runtime has it
 */
public record User(long uid, long gid, Integer umask, List<Long> additionalGids) {
    public static final User ROOT = new User(0, 0, null, List.of());
    /** Above it is (uid_t) -1, with which setresuid(2) changes nothing: the process would go on as root. */
    public static final long HIGHEST_ID = 0xffff_fffeL;

    private static final int HIGHEST_UMASK = 0777;

    static User read(JsonReader in) {
        Long uid = null;
        Long gid = null;
        Integer umask = null;
        List<Long> additionalGids = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "uid" -> uid = in.readUint32();
                case "gid" -> gid = in.readUint32();
                case "umask" -> umask = in.readInteger(0, HIGHEST_UMASK);
                case "additionalGids" -> additionalGids = in.readUint32s();
                default -> in.skip();
            }
        }
        return new User(uid == null ? 0 : uid, gid == null ? 0 : gid, umask, additionalGids);
    }
}
