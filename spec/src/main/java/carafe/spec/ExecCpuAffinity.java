package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * On which CPUs a process joins a running container; lists such as "0-3,7", null where absent.
 *
 * @param initialCpus the property {@code initial}: before the process moves into the container's cgroup
 * @param finalCpus   the property {@code final}: after it did
 */
public record ExecCpuAffinity(String initialCpus, String finalCpus) {
    static ExecCpuAffinity read(JsonReader in) {
        String initialCpus = null;
        String finalCpus = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "initial" -> initialCpus = in.readText();
                case "final" -> finalCpus = in.readText();
                default -> in.skip();
            }
        }
        return new ExecCpuAffinity(initialCpus, finalCpus);
    }
}
