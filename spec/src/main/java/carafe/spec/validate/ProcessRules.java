package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Capabilities;
import carafe.spec.Capability;
import carafe.spec.ExecCpuAffinity;
import carafe.spec.NumberList;
import carafe.spec.Process;
import carafe.spec.Rlimit;
import carafe.spec.RlimitType;
import carafe.spec.User;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code process}, or a document that describes one. */
final class ProcessRules {
    /** OOM_SCORE_ADJ_MIN and OOM_SCORE_ADJ_MAX (linux/oom.h). */
    private static final int HIGHEST_OOM_SCORE_ADJ = 1000;

    private ProcessRules() {
    }

    static void check(Process process, Place place) {
        if (process.args().isEmpty()) {
            place.at("args").missing("at least the program to run");
        } else if (process.args().getFirst().isEmpty()) {
            place.at("args").at(0).error(quoted(""), "the program to run");
        }
        checkUser(process.user(), place.at("user"));
        checkEnvironment(process.env(), place.at("env"));
        place.at("cwd").requireAbsolute(process.cwd());
        if (process.capabilities() != null) {
            checkCapabilities(process.capabilities(), place.at("capabilities"));
        }
        checkRlimits(process.rlimits(), place.at("rlimits"));
        Integer oomScoreAdj = process.oomScoreAdj();
        if (oomScoreAdj != null && Math.abs(oomScoreAdj.longValue()) > HIGHEST_OOM_SCORE_ADJ) {
            place.at("oomScoreAdj").error(oomScoreAdj.toString(), "a number from -1000 to 1000");
        }
        if (process.scheduler() != null) {
            SchedulingRules.check(process.scheduler(), place.at("scheduler"));
        }
        if (process.ioPriority() != null) {
            SchedulingRules.check(process.ioPriority(), place.at("ioPriority"));
        }
        if (process.execCPUAffinity() != null) {
            checkAffinity(process.execCPUAffinity(), place.at("execCPUAffinity"));
        }
    }

    private static void checkUser(User user, Place place) {
        checkId(user.uid(), place.at("uid"));
        checkId(user.gid(), place.at("gid"));
        for (int i = 0; i < user.additionalGids().size(); i++) {
            checkId(user.additionalGids().get(i), place.at("additionalGids").at(i));
        }
    }

    private static void checkId(long id, Place place) {
        if (id > User.HIGHEST_ID) {
            place.error(Long.toString(id), "a number from 0 to " + User.HIGHEST_ID);
        }
    }

    private static void checkEnvironment(List<String> env, Place place) {
        for (int i = 0; i < env.size(); i++) {
            if (env.get(i).indexOf('=') < 1) {
                place.at(i).error(quoted(env.get(i)), "the form name=value");
            }
        }
    }

    /** Sets that capset(2) cannot make; the spec wants such containers to run with what can be granted. */
    private static void checkCapabilities(Capabilities sets, Place place) {
        warnOfMissing(sets.effective(), sets.permitted(), "permitted", place.at("effective"));
        warnOfMissing(sets.ambient(), sets.permitted(), "permitted", place.at("ambient"));
        warnOfMissing(sets.ambient(), sets.inheritable(), "inheritable", place.at("ambient"));
    }

    private static void warnOfMissing(List<Capability> set, List<Capability> other, String otherName, Place place) {
        for (int i = 0; i < set.size(); i++) {
            if (!other.contains(set.get(i))) {
                // a note, because whether it can be granted is known, and warned of, when it is raised
                place.at(i).note(quoted(set.get(i).word()),
                        "a capability that is also " + otherName + "; it cannot be granted");
            }
        }
    }

    private static void checkRlimits(List<Rlimit> rlimits, Place place) {
        Set<RlimitType> seen = EnumSet.noneOf(RlimitType.class);
        for (int i = 0; i < rlimits.size(); i++) {
            Rlimit rlimit = rlimits.get(i);
            if (rlimit.type() != null && !seen.add(rlimit.type())) {
                place.at(i).at("type").error(quoted(rlimit.type().word()), "every type only once");
            }
            if (Long.compareUnsigned(rlimit.soft(), rlimit.hard()) > 0) {
                place.at(i).at("soft").error(Long.toUnsignedString(rlimit.soft()),
                        "at most the hard limit, " + Long.toUnsignedString(rlimit.hard()));
            }
        }
    }

    private static void checkAffinity(ExecCpuAffinity affinity, Place place) {
        checkList(affinity.initialCpus(), place.at("initial"));
        checkList(affinity.finalCpus(), place.at("final"));
    }

    /** A list of CPUs or memory nodes; null passes. */
    static void checkList(String list, Place place) {
        if (list != null && NumberList.parse(list) == null) {
            place.error(quoted(list), "a list of numbers and ranges such as 0-3,7");
        }
    }
}
