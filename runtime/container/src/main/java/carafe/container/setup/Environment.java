package carafe.container.setup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code process.env}, without duplicates: the last entry of a name counts, at the place of the last. */
public final class Environment {
    private final List<String> entries = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();

    /** @param env entries name=value, which validation has seen to */
    public Environment(List<String> env) {
        for (int i = env.size() - 1; i >= 0; i--) {
            int equals = env.get(i).indexOf('=');
            String name = env.get(i).substring(0, equals);
            if (values.putIfAbsent(name, env.get(i).substring(equals + 1)) == null) {
                entries.addFirst(env.get(i));
            }
        }
    }

    /** Null if it is not set. */
    public String get(String name) {
        return values.get(name);
    }

    /** Whether the home directory has to be looked up; an empty HOME counts as none. */
    public boolean lacksHome() {
        return values.getOrDefault("HOME", "").isEmpty();
    }

    /** Adds a variable, or replaces it. */
    public void set(String name, String value) {
        if (values.put(name, value) != null) {
            entries.removeIf(entry -> entry.startsWith(name + "="));
        }
        entries.add(name + "=" + value);
    }

    /** As execve(2) takes it. */
    public List<String> entries() {
        return entries;
    }
}
