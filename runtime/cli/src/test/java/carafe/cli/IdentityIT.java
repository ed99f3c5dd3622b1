package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who the container's first process is and what it may do: the properties of {@code /process}. */
class IdentityIT {
    private static final String CAP_KILL = "0000000000000020";
    private static final String CAP_CHOWN_KILL = "0000000000000021";
    private static final String NONE = "0000000000000000";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void userGroupAndAdditionalGroupsAreThoseOfTheConfig() {
        JsonNode report = runtime.inspect(runtime.bundle().user(1000, 1001)
                .setJson("/process/user/additionalGids", "[5, 1002]"));

        assertEquals("[1000,1000,1000,1000]", report.path("uids").toString());
        assertEquals("[1001,1001,1001,1001]", report.path("gids").toString());
        assertTrue(Json.strings(report.path("groups")).containsAll(List.of("5", "1002")), report.toString());
    }

    @Test
    void groupsOfTheCallerAreDropped() {
        Bundle bundle = runtime.bundle().args("inspect");
        Container container = runtime.container(bundle.write());
        JsonNode report = container.command("run").under("/usr/bin/setpriv", "--groups", "4242", "--")
                .run().succeeds().json();

        assertEquals("[]", report.path("groups").toString());
    }

    @Test
    void umaskIs022UnlessTheConfigSaysOtherwise() {
        assertEquals("0022", runtime.inspect(runtime.bundle()).path("umask").asText());
        Bundle strict = runtime.bundle().set("/process/user/umask", 0077);
        assertEquals("0077", runtime.inspect(strict).path("umask").asText());
    }

    @Test
    void umaskOfTheCallerDoesNotChangeModesInTheContainer() {
        Container container = runtime.container(runtime.bundle().args("stat", "-c", "%a", "/dev/null", "/dev/shm"));
        assertEquals("666\n1777\n", container.command("run").after("umask 0777").run().succeeds().stdout());
    }

    @Test
    void eachCapabilitySetIsTheConfigs() {
        JsonNode sets = runtime.inspect(runtime.bundle().setJson("/process/capabilities", """
                {"bounding": ["CAP_CHOWN", "CAP_KILL"], "effective": ["CAP_KILL"],
                 "permitted": ["CAP_CHOWN", "CAP_KILL"], "inheritable": ["CAP_KILL"], "ambient": ["CAP_KILL"]}"""))
                .path("capabilities");

        assertEquals(CAP_CHOWN_KILL, sets.path("bounding").asText());
        assertEquals(CAP_KILL, sets.path("inheritable").asText());
        assertEquals(CAP_KILL, sets.path("ambient").asText());
        // execve of uid 0 without file capabilities gives: permitted = inheritable + bounding, effective = permitted
        assertEquals(CAP_CHOWN_KILL, sets.path("permitted").asText());
        assertEquals(CAP_CHOWN_KILL, sets.path("effective").asText());
    }

    @Test
    void aPlainUserKeepsOnlyAmbientCapabilitiesOverExec() {
        Bundle bundle = runtime.bundle().user(1000, 1000).capabilities("CAP_CHOWN", "CAP_KILL");
        assertEquals(NONE, runtime.inspect(bundle).path("capabilities").path("permitted").asText());

        bundle.setJson("/process/capabilities/inheritable", "[\"CAP_KILL\"]")
                .setJson("/process/capabilities/ambient", "[\"CAP_KILL\"]");
        JsonNode sets = runtime.inspect(bundle).path("capabilities");
        assertEquals(CAP_KILL, sets.path("effective").asText());
        assertEquals(CAP_KILL, sets.path("permitted").asText());
        assertEquals(CAP_KILL, sets.path("ambient").asText());
    }

    @Test
    void anAmbientCapabilityThatCannotBeIsToldInTheLogAndNotAmongTheOutput() throws IOException {
        Bundle bundle = runtime.bundle().capabilities("CAP_CHOWN", "CAP_KILL")
                .setJson("/process/capabilities/ambient", "[\"CAP_CHOWN\", \"CAP_KILL\"]").script("true");
        Result quiet = runtime.run(bundle).succeeds();
        assertEquals("", quiet.stderr());

        Path log = runtime.directory().resolve("log");
        Container container = runtime.container(bundle);
        bundle.write();
        assertEquals("", runtime.command("--log", log, "run", "--bundle", bundle.directory(), container.id()).run()
                .succeeds().stderr());
        List<String> lines = Files.readAllLines(log);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("can't raise ambient capability CAP_CHOWN, CAP_KILL"), lines::toString);
    }

    @Test
    void withoutCapabilitiesInTheConfigThereAreNone() {
        JsonNode sets = runtime.inspect(runtime.bundle().setJson("/process/capabilities", "{}")).path("capabilities");
        sets.forEach(set -> assertEquals(NONE, set.asText(), sets::toString));
    }

    @Test
    void aCapabilityUnknownToTheKernelIsAWarningNotAnError() {
        Bundle bundle = runtime.bundle().capabilities("CAP_KILL", "CAP_OF_THE_FUTURE");
        assertEquals(CAP_KILL, runtime.inspect(bundle).path("capabilities").path("bounding").asText());
    }

    @Test
    void rlimitsAreTheConfigs() {
        JsonNode limits = runtime.inspect(runtime.bundle().setJson("/process/rlimits", """
                [{"type": "RLIMIT_NOFILE", "soft": 100, "hard": 200},
                 {"type": "RLIMIT_CORE", "soft": 0, "hard": 0},
                 {"type": "RLIMIT_CPU", "soft": 18446744073709551615, "hard": 18446744073709551615}]"""))
                .path("rlimits");

        assertEquals("[100,200]", limits.path("RLIMIT_NOFILE").toString());
        assertEquals("[0,0]", limits.path("RLIMIT_CORE").toString());
        assertEquals("[18446744073709551615,18446744073709551615]", limits.path("RLIMIT_CPU").toString());
    }

    @Test
    void rlimitsTheConfigDoesNotNameAreTheCallers() {
        Container container = runtime.container(runtime.bundle().remove("/process/rlimits").args("inspect"));
        JsonNode limits = container.command("run").after("ulimit -n 777; ulimit -c 11").run().succeeds().json()
                .path("rlimits");

        assertEquals("[777,777]", limits.path("RLIMIT_NOFILE").toString());
        assertEquals("[" + 11 * 512 + "," + 11 * 512 + "]", limits.path("RLIMIT_CORE").toString());
    }

    @Test
    void anUnknownRlimitIsRefused() {
        Bundle bundle = runtime.bundle()
                .setJson("/process/rlimits", "[{\"type\": \"RLIMIT_WISHES\", \"soft\": 3, \"hard\": 3}]");
        runtime.run(bundle).fails(1, "RLIMIT_WISHES");
    }

    @Test
    void oomScoreAdjIsTheConfigsOrTheCallers() {
        assertEquals("345", runtime.inspect(runtime.bundle().set("/process/oomScoreAdj", 345))
                .path("oomScoreAdj").asText());

        Container container = runtime.container(runtime.bundle().args("inspect"));
        assertEquals("222", container.command("run").after("echo 222 > /proc/self/oom_score_adj")
                .run().succeeds().json().path("oomScoreAdj").asText());
    }

    @Test
    void noNewPrivilegesIsTheConfigs() {
        assertEquals(1, runtime.inspect(runtime.bundle()).path("noNewPrivileges").asInt());
        assertEquals(0, runtime.inspect(runtime.bundle().set("/process/noNewPrivileges", false))
                .path("noNewPrivileges").asInt());
    }

    @Test
    void environmentIsTheConfigsWithTheLastOfDuplicatesAndHome() {
        Bundle bundle = runtime.bundle().setJson("/process/env", "[\"A=1\", \"PATH=/bin\", \"A=2\", \"EMPTY=\"]")
                .args("/usr/local/bin/inspect");
        List<String> environment = Json.strings(runtime.run(bundle).succeeds().json().path("environment"));

        assertEquals(List.of("A=2", "EMPTY=", "HOME=/root", "PATH=/bin"), environment.stream().sorted().toList());
    }

    @Test
    void homeComesFromTheContainersPasswdUnlessSet() {
        assertTrue(Json.strings(runtime.inspect(runtime.bundle().user(1000, 1000)).path("environment"))
                .contains("HOME=/home/user"));
        assertTrue(Json.strings(runtime.inspect(runtime.bundle().user(4711, 0)).path("environment"))
                .contains("HOME=/"), "a uid without an entry");
        assertTrue(Json.strings(runtime.inspect(runtime.bundle().variable("HOME", "/set")).path("environment"))
                .contains("HOME=/set"));
    }

    @Test
    void workingDirectoryIsTheConfigsAndMadeIfMissing() {
        assertEquals("/home/user", runtime.inspect(runtime.bundle().cwd("/home/user")).path("cwd").asText());
        assertEquals("/new/deep", runtime.inspect(runtime.bundle().writableRoot().cwd("/new/deep"))
                .path("cwd").asText());
    }

    @Test
    void workingDirectoryNeedNotBeEnterableByTheUser() throws IOException {
        Bundle bundle = runtime.bundle().user(1000, 1000).capabilities().cwd("/root");
        Files.setPosixFilePermissions(bundle.rootfs("/root"), PosixFilePermissions.fromString("rwx------"));
        assertEquals("/root", runtime.inspect(bundle).path("cwd").asText());
    }

    @Test
    void theProgramIsLookedUpInTheContainersPath() throws IOException {
        Bundle bundle = runtime.bundle().setJson("/process/env", "[\"PATH=/nowhere:/opt\"]").args("hello");
        Files.createDirectory(bundle.rootfs("/opt"));
        Files.copy(bundle.rootfs("/usr/local/bin/inspect"), bundle.rootfs("/opt/hello"));
        assertEquals("hello", runtime.run(bundle).succeeds().json().path("arguments").get(0).asText());
    }

    @Test
    void aProgramThatIsMissingFailsCreateNotStart() {
        Container container = runtime.container(runtime.bundle().args("no-such-program"));
        container.create().fails(1, "executable file not found in $PATH");
        assertEquals(List.of(), runtime.leftovers());

        runtime.container(runtime.bundle().args("/no/such/program")).create().fails(1, "no such file or directory");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aProgramThatIsNotExecutableFailsCreate() throws IOException {
        Bundle bundle = runtime.bundle().args("/etc/passwd");
        runtime.container(bundle).create().fails(1, "permission denied");

        Files.createDirectory(bundle.rootfs("/etc/directory"));
        runtime.container(bundle.args("/etc/directory")).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theSessionKeyringIsNewAndNamedAfterTheContainer() {
        Container container = runtime.container(runtime.bundle().args("inspect"));
        JsonNode report = container.run().succeeds().json();
        assertTrue(report.path("sessionKeyringDescription").asText().endsWith(";_ses." + container.id()),
                report.path("sessionKeyringDescription").asText());
    }

    @Test
    void aUserWithoutQuotaForAnotherKeyringIsWarnedOf() {
        runtime.peer().onlyCarafe("others fail");
        Container hoarder = runtime.container(ofAnotherUser(runtime.bundle().args("keyhoard"))).createAndStart();
        hoarder.awaitOutput("full");
        Container container = runtime.container(ofAnotherUser(runtime.bundle().args("sleep", "1000")));
        assertTrue(container.create().succeeds().stderr().contains("shares its caller's session keyring: keyctl: "
                + "disk quota exceeded (EDQUOT), since its user has as many keys"));
        container.start().succeeds();
        container.exec("true").succeeds();
    }

    private static Bundle ofAnotherUser(Bundle bundle) {
        return bundle.namespace("user").uidMapping(0, 4_900_000, 65536).gidMapping(0, 4_900_000, 65536);
    }

    @Test
    void noNewKeyringKeepsTheCallers() {
        Container container = runtime.container(runtime.bundle().args("inspect"));
        JsonNode report = container.run("--no-new-keyring").succeeds().json();
        assertTrue(!report.path("sessionKeyringDescription").asText().contains("_ses." + container.id()),
                report.path("sessionKeyringDescription").asText());
    }

    @Test
    void nicenessIsTheCallers() {
        Object[] nicer = {"/usr/bin/nice", "-n", "3"};
        Container container = runtime.container(runtime.bundle().args("inspect"));
        JsonNode report = container.command("run").under(nicer).run().succeeds().json();

        String callers = Command.of("/usr/bin/nice").under(nicer).run().stdout().strip();
        assertEquals(callers, report.path("scheduler").path("nice").asText());
    }

    @Test
    void theSessionIsItsOwnWithoutAControllingTerminal() {
        JsonNode report = runtime.inspect(runtime.bundle());
        assertEquals(1, report.path("session").asInt());
        assertEquals(1, report.path("processGroup").asInt());
        assertEquals(false, report.path("controllingTerminal").asBoolean());
        assertEquals(0, report.path("parentDeathSignal").asInt());
        assertEquals(1, report.path("dumpable").asInt());
        assertEquals("[]", report.path("signalsIgnored").toString());
        assertEquals(NONE, report.path("signalsBlocked").asText());
        assertEquals("inspect", report.path("comm").asText());
    }
}
