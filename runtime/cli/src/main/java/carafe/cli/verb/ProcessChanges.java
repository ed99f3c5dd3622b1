package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.spec.Capabilities;
import carafe.spec.Capability;
import carafe.spec.Process;
import carafe.spec.User;
import java.util.ArrayList;
import java.util.List;

/** What the flags of {@code exec} change in the process that config.json describes. */
final class ProcessChanges {
    private ProcessChanges() {
    }

    /**
     * The configured process with another command, without a terminal unless asked for.
     *
     * @param notices hears of capabilities nobody knows, without which the process starts all the same
     */
    static Process apply(Process configured, Arguments arguments, Notices notices) {
        List<String> command = arguments.operands().subList(1, arguments.operands().size());
        if (command.isEmpty()) {
            throw new Refused("exec args cannot be empty");
        }
        List<String> environment = new ArrayList<>(configured.env());
        environment.addAll(arguments.texts(ExecVerb.ENV));
        return new Process(
                arguments.isOn(ExecVerb.TTY),
                configured.consoleSize(),
                user(configured.user(), arguments),
                List.copyOf(command),
                environment,
                override(configured.cwd(), arguments.textOrNull(ExecVerb.CWD)),
                capabilities(configured.capabilities(), known(arguments.texts(ExecVerb.CAP), notices)),
                configured.rlimits(),
                arguments.has(ExecVerb.NO_NEW_PRIVS)
                        ? arguments.isOn(ExecVerb.NO_NEW_PRIVS) : configured.noNewPrivileges(),
                override(configured.apparmorProfile(), arguments.textOrNull(ExecVerb.APPARMOR)),
                configured.oomScoreAdj(),
                configured.scheduler(),
                override(configured.selinuxLabel(), arguments.textOrNull(ExecVerb.PROCESS_LABEL)),
                configured.ioPriority(),
                configured.execCPUAffinity());
    }

    private static String override(String configured, String given) {
        return given == null ? configured : given;
    }

    private static User user(User configured, Arguments arguments) {
        long uid = configured.uid();
        long gid = configured.gid();
        String given = arguments.textOrNull(ExecVerb.USER);
        if (given != null) {
            int colon = given.indexOf(':');
            uid = id("uid", colon < 0 ? given : given.substring(0, colon));
            gid = colon < 0 ? gid : id("gid", given.substring(colon + 1));
        }
        List<Long> groups = new ArrayList<>(configured.additionalGids());
        for (long group : arguments.integers(ExecVerb.ADDITIONAL_GIDS)) {
            if (group < 0 || group > User.HIGHEST_ID) {
                throw new Refused("additional-gids must be a positive number " + group);
            }
            groups.add(group);
        }
        return new User(uid, gid, configured.umask(), groups);
    }

    private static long id(String kind, String text) {
        try {
            long id = Long.parseLong(text);
            if (id >= 0 && id <= User.HIGHEST_ID) {
                return id;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new Refused("bad " + kind + ": \"" + text + "\", expected a number from 0 to " + User.HIGHEST_ID);
    }

    /**
     * Adds to what the process may have and has. The ambient set only grows where the inheritable one has anything,
     * because an ambient capability that is not inheritable cannot be raised.
     */
    private static Capabilities capabilities(Capabilities configured, List<Capability> added) {
        if (added.isEmpty()) {
            return configured;
        }
        Capabilities base = configured == null ? Capabilities.NONE : configured;
        return new Capabilities(
                union(base.bounding(), added),
                union(base.effective(), added),
                base.inheritable(),
                union(base.permitted(), added),
                base.inheritable().isEmpty() ? base.ambient() : union(base.ambient(), added));
    }

    private static List<Capability> known(List<String> names, Notices notices) {
        List<Capability> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Capability capability = Capability.WORDS.find(name);
            if (capability == null) {
                unknown.add(name);
            } else {
                known.add(capability);
            }
        }
        if (!unknown.isEmpty()) {
            notices.warning("ignoring unknown capabilities: " + unknown);
        }
        return known;
    }

    private static List<Capability> union(List<Capability> set, List<Capability> added) {
        List<Capability> all = new ArrayList<>(set);
        all.addAll(added);
        return all;
    }
}
