package carafe.cli.verb;

import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.container.process.Program;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** The host's {@code ps}, whose table is cut down to some processes. */
final class HostPs {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> DEFAULT_ARGUMENTS = List.of("-ef");
    private static final int EXECUTE = 1;

    private HostPs() {
    }

    /**
     * The headline and the rows of these processes.
     *
     * @param arguments for ps; {@code -ef} if empty. Whatever they are, there must be a column headed PID
     */
    static String table(Invocation call, List<String> arguments, List<Integer> pids) {
        List<String> argv = new ArrayList<>();
        argv.add("ps");
        argv.addAll(arguments.isEmpty() ? DEFAULT_ARGUMENTS : arguments);
        String path = path(call.environment());
        Program.Ended ended = Program.run(call.kernel(), find(call.kernel(), path), argv, List.of("PATH=" + path));
        if (!ended.succeeded()) {
            throw new Refused("ps: " + ended.reason() + ": " + ended.output().strip());
        }
        return select(ended.output(), pids);
    }

    static String select(String output, List<Integer> pids) {
        String[] lines = output.split("\n");
        int column = columnOfPid(lines[0]);
        StringBuilder table = new StringBuilder(lines[0]).append('\n');
        for (int i = 1; i < lines.length; i++) {
            List<String> fields = fields(lines[i]);
            if (column < fields.size() && pids.contains(number(fields.get(column)))) {
                table.append(lines[i]).append('\n');
            }
        }
        return table.toString();
    }

    private static int columnOfPid(String headline) {
        int column = fields(headline).indexOf("PID");
        if (column < 0) {
            throw new Refused("couldn't find PID field in ps output");
        }
        return column;
    }

    private static int number(String field) {
        try {
            return Integer.parseInt(field);
        } catch (NumberFormatException notANumber) {
            throw new Refused("unable to parse pid: \"" + field + "\"");
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringTokenizer rest = new StringTokenizer(line);
        while (rest.hasMoreTokens()) {
            fields.add(rest.nextToken());
        }
        return fields;
    }

    private static String path(Environment environment) {
        String path = environment.get("PATH");
        return path == null || path.isEmpty() ? DEFAULT_PATH : path;
    }

    private static String find(LocalKernel kernel, String path) {
        for (String directory : path.split(":")) {
            String candidate = directory + "/ps";
            boolean absolute = directory.startsWith("/");
            if (absolute && !kernel.allowingAll().faccessat(Fd.CWD, candidate, EXECUTE, 0).failed()) {
                return candidate;
            }
        }
        throw new Refused("exec: \"ps\": " + EngineWords.EXECUTABLE_NOT_FOUND);
    }
}
