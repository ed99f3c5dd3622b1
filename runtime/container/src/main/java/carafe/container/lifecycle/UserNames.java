package carafe.container.lifecycle;

import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.HashMap;
import java.util.Map;

/** Names of users by id, as the host's /etc/passwd (passwd(5)) has them. */
final class UserNames {
    private static final int NAME = 0;
    private static final int UID = 2;

    private final Map<String, String> nameByUid = new HashMap<>();

    private UserNames() {
    }

    /** Reads the file once; without a readable file no user has a name. */
    static UserNames ofHost(Kernel kernel) {
        try {
            return parse(kernel.readText(Fd.CWD, "/etc/passwd"));
        } catch (ErrnoException unreadable) {
            return new UserNames();
        }
    }

    static UserNames parse(String passwd) {
        UserNames names = new UserNames();
        for (String line : passwd.split("\n")) {
            String[] fields = line.split(":", UID + 2);
            if (fields.length > UID) {
                // The first entry of an id is the one that getpwuid(3) finds.
                names.nameByUid.putIfAbsent(fields[UID], fields[NAME]);
            }
        }
        return names;
    }

    /** The user's name, or {@code #} and the id where there is none. */
    String of(long uid) {
        String number = Long.toUnsignedString(uid);
        return nameByUid.getOrDefault(number, "#" + number);
    }
}
