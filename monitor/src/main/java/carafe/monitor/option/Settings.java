package carafe.monitor.option;

import carafe.monitor.attach.SlowPolicy;
import carafe.monitor.network.PortForward;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.shim.JournalEntry;
import carafe.shim.LogPolicy;
import carafe.shim.ProtocolException;
import carafe.shim.Stream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The command line, checked: with defaults filled in and in the order and words in which conmon checks. */
public final class Settings {
    private static final String DEFAULT_LEVEL = "warning";

    private final Options options;
    private final List<LogTarget> logs = new ArrayList<>();
    private final String bundle;
    private final String containerPidFile;
    private final List<PortForward> portForwards = new ArrayList<>();
    private final Map<Stream, LogPolicy> logPolicies = new EnumMap<>(Stream.class);

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
        settings.checkLogs();
        settings.checkPolicies();
        settings.checkPorts(sys);
        return settings;
    }

    private static void checkRotation(Options options) throws UsageException {
        long files = options.number(Option.LOG_MAX_FILES, 1);
        require(files >= 0, "log-max-files must be non-negative, got " + files);
        require(files > 0 || !options.has(Option.LOG_ROTATE),
                "log-max-files must be at least 1 when log-rotate is enabled, got " + files);
    }

    private void checkLogs() throws UsageException {
        require(options.has(Option.LOG_PATH), "Log driver not provided. Use --log-path");
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

    private void checkPolicies() throws UsageException {
        SlowPolicy.ofLabel(options.text(Option.ATTACH_SLOW, "pace"));
        for (String value : options.all(Option.LOG_POLICY)) {
            try {
                String[] words = value.split(":", 2);
                logPolicies.put(Stream.ofLabel(words[0]), LogPolicy.parse(words.length < 2 ? "" : words[1]));
            } catch (ProtocolException e) {
                throw new UsageException("--log-policy is \"" + value + "\": " + e.getMessage());
            }
        }
    }

    private void checkPorts(Sys sys) throws UsageException {
        if (!options.has(Option.PORT_FORWARD)) {
            return;
        }
        String first = sys.readText("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        for (String value : options.all(Option.PORT_FORWARD)) {
            PortForward forward = PortForward.parse(value);
            forward.check(sys.uid() == 0, first == null ? 0 : Integer.parseInt(first.strip()));
            portForwards.add(forward);
        }
    }

    private static void require(boolean condition, String message) throws UsageException {
        if (!condition) {
            throw new UsageException(message);
        }
    }

    /** The options as given, for what needs no check. */
    public Options options() {
        return options;
    }

    /** How much the monitor says of itself. */
    public OwnLog.Level logLevel() {
        return OwnLog.Level.ofLabel(options.text(Option.LOG_LEVEL, DEFAULT_LEVEL));
    }

    /** The id the runtime gets. */
    public String id() {
        return options.text(Option.CID);
    }

    /** The bundle's directory; null for an exec session of the old API. */
    public String bundle() {
        return bundle;
    }

    /** A file of the bundle. */
    public String inBundle(String name) {
        return bundle + "/" + name;
    }

    public String containerPidFile() {
        return containerPidFile;
    }

    public boolean isExec() {
        return options.has(Option.EXEC);
    }

    public boolean isApiVersion1() {
        return options.has(Option.API_VERSION);
    }

    public boolean hasTerminal() {
        return options.has(Option.TERMINAL);
    }

    /** The ports given with --port-forward. */
    public List<PortForward> portForwards() {
        return portForwards;
    }

    /** The rate limits given with --log-policy. */
    public Map<Stream, LogPolicy> logPolicies() {
        return logPolicies;
    }

    public List<LogTarget> logs() {
        return logs;
    }

    /** Whether the container has the monitor's stdio. */
    public boolean isPassthrough() {
        return logs.contains(new LogTarget.Passthrough());
    }

    public boolean hasJournald() {
        return logs.contains(new LogTarget.Journald());
    }
}
