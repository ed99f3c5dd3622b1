package carafe.monitor.adopt;

import carafe.kernel.RawText;
import carafe.kernel.Sys;
import carafe.monitor.system.Environment;
import carafe.monitor.system.UsageException;
import carafe.monitor.system.WholeFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What another monitor needs to take over a container, in a file of the bundle that only its owner can read (it holds
 * the environment). It is there from the container's start to its end, so one that is left behind tells of a monitor
 * that was killed.
 *
 * @param monitor the pid of the monitor that wrote it
 * @param pid of the container's first process
 * @param startTime of that process in clock ticks since boot (field 22 of /proc/PID/stat): a pid may be reused
 * @param stdout what /proc/self/fd says of the pipe, or empty
 * @param stderr as {@code stdout}
 * @param directory the monitor's current directory
 * @param words its command line
 * @param environment its environment, without the engine's pipes, which die with the monitor
 */
public record AdoptRecord(int monitor, int pid, long startTime, String stdout, String stderr, String directory,
        List<String> words, List<String> environment) {
    /** The file's name in the bundle. */
    public static final String FILE = "carafe-monitor.adopt";

    private static final String VERSION = "1";
    private static final int MODE = 0600;
    private static final int FIXED = 8;

    /** Describes this process and the container it watches. */
    public static AdoptRecord ofSelf(Sys sys, Environment environment, int pid, int stdout, int stderr) {
        Environment kept = environment.without("_OCI_SYNCPIPE").without("_OCI_STARTPIPE").without("_OCI_ATTACHPIPE");
        return new AdoptRecord(sys.pid(), pid, startTime(sys, pid), pipe(sys, stdout), pipe(sys, stderr),
                sys.readlink("/proc/self/cwd"), Environment.nulSeparated(sys.readFile("/proc/self/cmdline")),
                kept.entries());
    }

    private static String pipe(Sys sys, int fd) {
        String target = fd < 0 ? null : sys.readlink("/proc/self/fd/" + fd);
        return target == null ? "" : target;
    }

    /** 0 if there is no such process. */
    public static long startTime(Sys sys, int pid) {
        String stat = sys.readText("/proc/" + pid + "/stat");
        if (stat == null) {
            return 0;
        }
        // the second field is a name in parentheses that may contain anything
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return fields[0].equals("Z") ? 0 : Long.parseLong(fields[19]);
    }

    public void write(Sys sys, String bundle) {
        StringBuilder text = new StringBuilder();
        List<String> all = new ArrayList<>(List.of(VERSION, Integer.toString(monitor), Integer.toString(pid),
                Long.toString(startTime), stdout, stderr, directory, Integer.toString(words.size())));
        all.addAll(words);
        all.addAll(environment);
        for (String word : all) {
            text.append(word).append('\0');
        }
        WholeFile.write(sys, bundle + "/" + FILE, RawText.bytes(text.toString()), MODE);
    }

    /** Reads the record of a bundle. */
    public static AdoptRecord read(Sys sys, String bundle) throws UsageException {
        byte[] bytes = sys.readFile(bundle + "/" + FILE);
        if (bytes == null) {
            throw new UsageException(bundle + " has no " + FILE
                    + ": no monitor of Carafe watched a container there, or it ended in good order");
        }
        List<String> all = Environment.nulSeparated(bytes);
        try {
            int count = Integer.parseInt(all.get(FIXED - 1));
            return new AdoptRecord(Integer.parseInt(all.get(1)), Integer.parseInt(all.get(2)),
                    Long.parseLong(all.get(3)), all.get(4), all.get(5), all.get(6),
                    all.subList(FIXED, FIXED + count), all.subList(FIXED + count, all.size()));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new UsageException(bundle + "/" + FILE + " is damaged");
        }
    }

    public static void remove(Sys sys, String bundle) {
        sys.unlink(bundle + "/" + FILE);
    }

    /** Whether the container's first process still lives. */
    public boolean containerLives(Sys sys) {
        return startTime(sys, pid) == startTime && startTime != 0;
    }

    /** Whether the monitor that wrote the record still lives. */
    public boolean monitorLives(Sys sys) {
        byte[] commandLine = sys.readFile("/proc/" + monitor + "/cmdline");
        return commandLine != null && Environment.nulSeparated(commandLine).equals(words);
    }
}
