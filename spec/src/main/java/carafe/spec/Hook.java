package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * A program to run at a point of the life cycle, with the container's state on its standard input.
 *
 * @param path    absolute
 * @param args    including argv[0]; empty if absent
 * @param env     null if absent: a startContainer hook then gets the environment of the container's process
 * @param timeout seconds; null for none
 */
public record Hook(String path, List<String> args, List<String> env, Integer timeout) {
    /** The arguments of its program: what is configured, or its path alone. */
    public List<String> argv() {
        return args.isEmpty() ? List.of(path) : args;
    }

    static Hook read(JsonReader in) {
        String path = null;
        List<String> args = List.of();
        List<String> env = null;
        Integer timeout = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "path" -> path = in.readText();
                case "args" -> args = in.readTexts();
                case "env" -> env = in.readTexts();
                case "timeout" -> timeout = in.readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
                default -> in.skip();
            }
        }
        return new Hook(in.required("path", path), args, env, timeout);
    }
}
