package carafe.monitor.option;

import carafe.kernel.Sys;
import carafe.monitor.attach.AttachPlan;
import carafe.monitor.attach.SlowPolicy;
import carafe.monitor.log.K8sFileLog;
import carafe.monitor.log.LogPlan;
import carafe.monitor.log.LogTarget;
import carafe.monitor.network.NetworkPlan;
import carafe.monitor.network.PortForward;
import carafe.monitor.process.StartPlan;
import carafe.monitor.system.Environment;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.UsageException;
import carafe.shim.JournalEntry;
import carafe.shim.LogPolicy;
import carafe.shim.ProtocolException;
import carafe.shim.Stream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The command line, checked: with defaults filled in and in the order and words in which conmon checks. What the parts
 * of the monitor need of it they get as plans of their own.
 */
public final class Settings {
    private static final String DEFAULT_LEVEL = "warning";
    private static final int DEFAULT_REPLAY = 16 * 1024;
    private static final long DEFAULT_STALL_SECONDS = 5;
    private static final long DEFAULT_JOURNAL_STALL_SECONDS = 10;
    private static final String DEFAULT_SOCKET_DIR = "/var/run/crio";
    /** A path of this length would be the longest a socket address holds, so engines drop its last character. */
    private static final int CUT_AT = 107;

    private final Options options;
    private final String bundle;
    private final String containerPidFile;
    private LogPlan logs;
    private AttachPlan attach;
    private NetworkPlan network;

    private Settings(Options options, String bundle, String containerPidFile) {
        this.options = options;
        this.bundle = bundle;
        this.containerPidFile = containerPidFile;
    }

    /** Checks what was given; {@code directory} is the current one. */
    public static Settings check(Options options, Sys sys, String directory) throws UsageException {
        checkRotation(options);
        require(options.has(Option.CID), "Container ID not provided. Use --cid");
        String level = options.text(Option.LOG_LEVEL, DEFAULT_LEVEL);
        require(OwnLog.Level.ofLabel(level) != null, "No such log level " + level);
        boolean exec = options.has(Option.EXEC);
        boolean attach = options.has(Option.EXEC_ATTACH);
        boolean apiVersion1 = options.has(Option.API_VERSION);
        require(!(options.has(Option.RESTORE) && exec), "Cannot use 'exec' and 'restore' at the same time");
        require(exec || !attach, "Attach can only be specified with exec");
        require(apiVersion1 || !attach, "Attach can only be specified for a non-legacy exec session");
        require(options.has(Option.CUUID) || exec && !apiVersion1, "Container UUID not provided. Use --cuuid");
        require(options.has(Option.RUNTIME), "Runtime path not provided. Use --runtime");
        String runtime = options.text(Option.RUNTIME);
        require(sys.access(runtime, 1) >= 0, "Runtime path " + runtime + " is not valid");
        require(!exec || options.has(Option.EXEC_PROCESS_SPEC),
                "Exec process spec path not provided. Use --exec-process-spec");
        require(options.number(Option.EXIT_DELAY, 0) >= 0,
                "Delay before invoking exit command must be greater than or equal to 0");
        // an exec session of the old API has no bundle, and so no attach socket
        String bundle = options.text(Option.BUNDLE, exec ? null : directory);
        String pidFile = options.text(Option.CONTAINER_PIDFILE, directory + "/pidfile-" + options.text(Option.CID));
        Settings settings = new Settings(options, bundle, pidFile);
        List<LogTarget> targets = settings.checkLogs();
        SlowPolicy slow = SlowPolicy.ofLabel(options.text(Option.ATTACH_SLOW, "pace"));
        settings.logs = settings.planLogs(targets, settings.checkPolicies());
        settings.attach = settings.planAttach(slow);
        settings.network = settings.planNetwork(sys);
        return settings;
    }

    private static void checkRotation(Options options) throws UsageException {
        long files = options.number(Option.LOG_MAX_FILES, 1);
        require(files >= 0, "log-max-files must be non-negative, got " + files);
        require(files > 0 || !options.has(Option.LOG_ROTATE),
                "log-max-files must be at least 1 when log-rotate is enabled, got " + files);
    }

    private List<LogTarget> checkLogs() throws UsageException {
        require(options.has(Option.LOG_PATH), "Log driver not provided. Use --log-path");
        List<LogTarget> logs = new ArrayList<>();
        boolean file = false;
        boolean journald = false;
        for (String value : options.all(Option.LOG_PATH)) {
            LogTarget target = LogTarget.parse(value);
            logs.add(target);
            file |= target instanceof LogTarget.K8sFile;
            journald |= target instanceof LogTarget.Journald;
        }
        require(journald || !file || !options.has(Option.LOG_TAG), "k8s-file doesn't support --log-tag");
        require(journald || !file || !options.has(Option.LOG_LABEL), "k8s-file doesn't support --log-label");
        if (journald) {
            checkJournald();
        }
        return logs;
    }

    private void checkJournald() throws UsageException {
        require(id().length() > JournalEntry.SHORT_ID,
                "Container ID must be longer than " + JournalEntry.SHORT_ID + " characters");
        for (String label : options.all(Option.LOG_LABEL)) {
            try {
                JournalEntry.checkLabel(label);
            } catch (ProtocolException e) {
                throw new UsageException(e.getMessage());
            }
        }
    }

    private Map<Stream, LogPolicy> checkPolicies() throws UsageException {
        Map<Stream, LogPolicy> policies = new EnumMap<>(Stream.class);
        for (String value : options.all(Option.LOG_POLICY)) {
            try {
                String[] words = value.split(":", 2);
                policies.put(Stream.ofLabel(words[0]), LogPolicy.parse(words.length < 2 ? "" : words[1]));
            } catch (ProtocolException e) {
                throw new UsageException("--log-policy is \"" + value + "\": " + e.getMessage());
            }
        }
        return policies;
    }

    private LogPlan planLogs(List<LogTarget> targets, Map<Stream, LogPolicy> policies) {
        LogPlan.FilePlan file = new LogPlan.FilePlan(options.number(Option.LOG_SIZE_MAX, -1),
                options.number(Option.LOG_GLOBAL_SIZE_MAX, -1), options.has(Option.LOG_ROTATE),
                (int) options.number(Option.LOG_MAX_FILES, 1), options.all(Option.LOG_ALLOWLIST_DIR),
                isExec() ? K8sFileLog.LastLine.AS_IT_IS : K8sFileLog.LastLine.COMPLETED);
        LogPlan.JournalPlan journal = null;
        if (targets.contains(new LogTarget.Journald())) {
            JournalEntry entry = new JournalEntry(id(), options.text(Option.NAME), options.text(Option.LOG_TAG),
                    options.all(Option.LOG_LABEL));
            journal = new LogPlan.JournalPlan(entry, !options.has(Option.NO_CONTAINER_PARTIAL_MESSAGE),
                    1000 * options.number(Option.JOURNAL_STALL, DEFAULT_JOURNAL_STALL_SECONDS));
        }
        return new LogPlan(targets, file, journal, policies);
    }

    private AttachPlan planAttach(SlowPolicy slow) {
        boolean endsStdin = options.has(Option.STDIN) && !options.has(Option.LEAVE_STDIN_OPEN);
        return new AttachPlan(slow, 1000 * options.number(Option.ATTACH_STALL, DEFAULT_STALL_SECONDS),
                (int) options.number(Option.REPLAY_BUFFER, DEFAULT_REPLAY), endsStdin,
                logs.isPassthrough() ? null : bundle, attachLink());
    }

    /** None if clients use the bundle's own path. */
    private String attachLink() {
        String id = options.text(Option.CUUID);
        if (options.has(Option.FULL_ATTACH) || id == null) {
            return null;
        }
        String path = options.text(Option.SOCKET_DIR_PATH, DEFAULT_SOCKET_DIR) + "/" + id;
        return path.length() == CUT_AT ? path.substring(0, CUT_AT - 1) : path;
    }

    private NetworkPlan planNetwork(Sys sys) throws UsageException {
        List<PortForward> forwards = new ArrayList<>();
        if (options.has(Option.PORT_FORWARD)) {
            String first = sys.readText("/proc/sys/net/ipv4/ip_unprivileged_port_start");
            for (String value : options.all(Option.PORT_FORWARD)) {
                PortForward forward = PortForward.parse(value);
                forward.check(sys.uid() == 0, first == null ? 0 : Integer.parseInt(first.strip()));
                forwards.add(forward);
            }
        }
        String command = options.text(Option.NETWORK_HELPER);
        return command == null || bundle == null ? null : new NetworkPlan(command, forwards);
    }

    private static void require(boolean condition, String message) throws UsageException {
        if (!condition) {
            throw new UsageException(message);
        }
    }

    /** The options as given, for the words of the runtime. */
    Options options() {
        return options;
    }

    /** How the process is started, by a monitor with this environment. */
    public StartPlan startPlan(Sys sys, Environment environment) {
        String listenPid = environment.get("LISTEN_PID");
        boolean takesListenPid = listenPid != null
                && (options.has(Option.REPLACE_LISTEN_PID) || listenPid.equals(Integer.toString(sys.pid())));
        return new StartPlan(RuntimeCommand.words(this), environment, containerPidFile, hasTerminal(),
                options.has(Option.STDIN), isPassthrough(), isExec(), takesListenPid,
                1000 * options.number(Option.TIMEOUT, 0));
    }

    /** What is to be done when the process has ended. */
    public ExitPlan exitPlan() {
        return new ExitPlan(options.text(Option.EXIT_DIR), options.text(Option.PERSIST_DIR),
                !options.has(Option.NO_SYNC_LOG), options.text(Option.EXIT_COMMAND),
                options.all(Option.EXIT_COMMAND_ARG), 1000 * options.number(Option.EXIT_DELAY, 0));
    }

    public LogPlan logPlan() {
        return logs;
    }

    public AttachPlan attachPlan() {
        return attach;
    }

    /** Null if the network is not the monitor's business. */
    public NetworkPlan networkPlan() {
        return network;
    }

    /** How much the monitor says of itself. */
    public OwnLog.Level logLevel() {
        return OwnLog.Level.ofLabel(options.text(Option.LOG_LEVEL, DEFAULT_LEVEL));
    }

    /** Whether it says it to syslog too. */
    public boolean logsToSyslog() {
        return options.has(Option.SYSLOG);
    }

    /** Whether the caller expects that this process stays. */
    public boolean staysAttached() {
        return options.has(Option.SYNC);
    }

    /** Where the monitor's pid is written, or null. */
    public String monitorPidFile() {
        return options.text(Option.CONMON_PIDFILE);
    }

    /** The host's socket for what the container has to tell a service manager, or null. */
    public String notifySocket() {
        return options.text(Option.SDNOTIFY_SOCKET);
    }

    /** The id the runtime gets. */
    public String id() {
        return options.text(Option.CID);
    }

    /** What the engine calls the container, or the exec session; null if it does not say. */
    public String uuid() {
        return options.text(Option.CUUID);
    }

    /** The bundle's directory; null for an exec session of the old API. */
    public String bundle() {
        return bundle;
    }

    String containerPidFile() {
        return containerPidFile;
    }

    public boolean isExec() {
        return options.has(Option.EXEC);
    }

    /** Whether an exec session waits until the engine is attached. */
    public boolean waitsForAttach() {
        return options.has(Option.EXEC_ATTACH);
    }

    public boolean isApiVersion1() {
        return options.has(Option.API_VERSION);
    }

    public boolean hasTerminal() {
        return options.has(Option.TERMINAL);
    }

    /** Whether the process gets a standard input that is not a terminal. */
    public boolean hasStdin() {
        return options.has(Option.STDIN) && !hasTerminal();
    }

    /** Whether the container has the monitor's stdio. */
    public boolean isPassthrough() {
        return logs.isPassthrough();
    }

    /** Whether a mark for partial lines was forbidden where there is none anyway. */
    public boolean forbidsMarksInVain() {
        return options.has(Option.NO_CONTAINER_PARTIAL_MESSAGE) && logs.journal() == null;
    }
}
