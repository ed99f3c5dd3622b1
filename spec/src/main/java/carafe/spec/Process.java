package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of a container: its first one, or one that {@code exec} adds.
 *
 * @param consoleSize  null if absent; ignored without a terminal
 * @param user         {@link User#ROOT} if absent
 * @param args         the program, looked up in the container's PATH, and its arguments
 * @param env          entries of the form name=value
 * @param cwd          absolute path in the container
 * @param capabilities null if absent, which means none
 * @param oomScoreAdj  null if absent: the score then stays as it is
 */
public record Process(
        boolean terminal,
        ConsoleSize consoleSize,
        User user,
        List<String> args,
        List<String> env,
        String cwd,
        Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        String apparmorProfile,
        Integer oomScoreAdj,
        Scheduler scheduler,
        String selinuxLabel,
        IoPriority ioPriority,
        ExecCpuAffinity execCPUAffinity) {

    /** Reads the object the reader stands on: {@code process}, or the document that {@code exec --process} takes. */
    static Process read(JsonReader in) {
        boolean terminal = false;
        ConsoleSize consoleSize = null;
        User user = User.ROOT;
        List<String> args = List.of();
        List<String> env = List.of();
        String cwd = null;
        Capabilities capabilities = null;
        List<Rlimit> rlimits = List.of();
        boolean noNewPrivileges = false;
        String apparmorProfile = null;
        Integer oomScoreAdj = null;
        Scheduler scheduler = null;
        String selinuxLabel = null;
        IoPriority ioPriority = null;
        ExecCpuAffinity execCpuAffinity = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "terminal" -> terminal = in.readBoolean();
                case "consoleSize" -> consoleSize = in.readRecord(ConsoleSize::read);
                case "user" -> user = in.readRecord(User::read);
                case "args" -> args = in.readTexts();
                case "env" -> env = in.readTexts();
                case "cwd" -> cwd = in.readText();
                case "capabilities" -> capabilities = in.readRecord(Capabilities::read);
                case "rlimits" -> rlimits = in.readRecords(Rlimit::read);
                case "noNewPrivileges" -> noNewPrivileges = in.readBoolean();
                case "apparmorProfile" -> apparmorProfile = in.readText();
                case "oomScoreAdj" -> oomScoreAdj = in.readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "scheduler" -> scheduler = in.readRecord(Scheduler::read);
                case "selinuxLabel" -> selinuxLabel = in.readText();
                case "ioPriority" -> ioPriority = in.readRecord(IoPriority::read);
                case "execCPUAffinity" -> execCpuAffinity = in.readRecord(ExecCpuAffinity::read);
                default -> in.skip();
            }
        }
        return new Process(terminal, consoleSize, user == null ? User.ROOT : user, args, env,
                in.required("cwd", cwd), capabilities, rlimits, noNewPrivileges, apparmorProfile, oomScoreAdj,
                scheduler, selinuxLabel, ioPriority, execCpuAffinity);
    }

    /** Another program as the same user, with the same rights and limits, without a terminal. */
    public Process running(List<String> otherArgs, List<String> otherEnv) {
        return new Process(false, null, user, otherArgs, otherEnv, cwd, capabilities, rlimits, noNewPrivileges,
                apparmorProfile, oomScoreAdj, scheduler, selinuxLabel, ioPriority, execCPUAffinity);
    }

    /** The same with another variable, NAME=VALUE, after the others. */
    Process withVariable(String variable) {
        List<String> longer = new ArrayList<>(env);
        longer.add(variable);
        return new Process(terminal, consoleSize, user, args, longer, cwd, capabilities, rlimits, noNewPrivileges,
                apparmorProfile, oomScoreAdj, scheduler, selinuxLabel, ioPriority, execCPUAffinity);
    }
}
