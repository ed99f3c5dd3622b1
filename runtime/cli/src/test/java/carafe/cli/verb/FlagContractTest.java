package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every flag that runc has and engines send, one row each: the contract, written down apart from the tables. */
class FlagContractTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # flag          | alias | kind   | default  | visible
            debug           | -     | TOGGLE | -        | yes
            log             | -     | TEXT   | -        | yes
            log-format      | -     | TEXT   | text     | yes
            root            | -     | TEXT   | -        | yes
            systemd-cgroup  | -     | TOGGLE | -        | yes
            rootless        | -     | TEXT   | auto     | yes
            version         | v     | TOGGLE | -        | yes
            help            | h     | TOGGLE | -        | yes
            cgroup-manager  | -     | TEXT   | cgroupfs | yes
            criu            | -     | TEXT   | -        | no
            """)
    void globalFlag(String name, String alias, Flag.Kind kind, String fallback, String visible) {
        check(GlobalFlags.SYNTAX, name, alias, kind, fallback, visible);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # verb     | flag                | alias | kind     | default | visible
            create     | bundle              | b     | TEXT     | -       | yes
            create     | console-socket      | -     | TEXT     | -       | yes
            create     | pidfd-socket        | -     | TEXT     | -       | yes
            create     | pid-file            | -     | TEXT     | -       | yes
            create     | no-pivot            | -     | TOGGLE   | -       | yes
            create     | no-new-keyring      | -     | TOGGLE   | -       | yes
            create     | preserve-fds        | -     | INTEGER  | 0       | yes
            run        | bundle              | b     | TEXT     | -       | yes
            run        | console-socket      | -     | TEXT     | -       | yes
            run        | pidfd-socket        | -     | TEXT     | -       | yes
            run        | detach              | d     | TOGGLE   | -       | yes
            run        | keep                | -     | TOGGLE   | -       | yes
            run        | pid-file            | -     | TEXT     | -       | yes
            run        | no-subreaper        | -     | TOGGLE   | -       | yes
            run        | no-pivot            | -     | TOGGLE   | -       | yes
            run        | no-new-keyring      | -     | TOGGLE   | -       | yes
            run        | preserve-fds        | -     | INTEGER  | 0       | yes
            kill       | all                 | a     | TOGGLE   | -       | no
            kill       | regex               | r     | TOGGLE   | -       | yes
            delete     | force               | f     | TOGGLE   | -       | yes
            delete     | regex               | r     | TOGGLE   | -       | yes
            list       | format              | f     | TEXT     | table   | yes
            list       | quiet               | q     | TOGGLE   | -       | yes
            ps         | format              | f     | TEXT     | table   | yes
            exec       | console-socket      | -     | TEXT     | -       | yes
            exec       | pidfd-socket        | -     | TEXT     | -       | yes
            exec       | cwd                 | -     | TEXT     | -       | yes
            exec       | env                 | e     | TEXT     | -       | yes
            exec       | tty                 | t     | TOGGLE   | -       | yes
            exec       | user                | u     | TEXT     | -       | yes
            exec       | additional-gids     | g     | INTEGER  | -       | yes
            exec       | process             | p     | TEXT     | -       | yes
            exec       | detach              | d     | TOGGLE   | -       | yes
            exec       | pid-file            | -     | TEXT     | -       | yes
            exec       | process-label       | -     | TEXT     | -       | yes
            exec       | apparmor            | -     | TEXT     | -       | yes
            exec       | no-new-privs        | -     | TOGGLE   | -       | yes
            exec       | cap                 | c     | TEXT     | -       | yes
            exec       | preserve-fds        | -     | INTEGER  | 0       | yes
            exec       | cgroup              | -     | TEXT     | -       | yes
            exec       | ignore-paused       | -     | TOGGLE   | -       | yes
            events     | interval            | -     | DURATION | 5s      | yes
            events     | stats               | -     | TOGGLE   | -       | yes
            update     | resources           | r     | TEXT     | -       | yes
            update     | blkio-weight        | -     | INTEGER  | 0       | yes
            update     | cpu-period          | -     | TEXT     | -       | yes
            update     | cpu-quota           | -     | TEXT     | -       | yes
            update     | cpu-burst           | -     | TEXT     | -       | yes
            update     | cpu-share           | -     | TEXT     | -       | yes
            update     | cpu-rt-period       | -     | TEXT     | -       | yes
            update     | cpu-rt-runtime      | -     | TEXT     | -       | yes
            update     | cpuset-cpus         | -     | TEXT     | -       | yes
            update     | cpuset-mems         | -     | TEXT     | -       | yes
            update     | cpu-idle            | -     | TEXT     | -       | yes
            update     | memory              | -     | TEXT     | -       | yes
            update     | memory-reservation  | -     | TEXT     | -       | yes
            update     | memory-swap         | -     | TEXT     | -       | yes
            update     | pids-limit          | -     | INTEGER  | 0       | yes
            update     | l3-cache-schema     | -     | TEXT     | -       | yes
            update     | mem-bw-schema       | -     | TEXT     | -       | yes
            update     | kernel-memory       | -     | TEXT     | -       | no
            update     | kernel-memory-tcp   | -     | TEXT     | -       | no
            checkpoint | image-path          | -     | TEXT     | -       | yes
            checkpoint | work-path           | -     | TEXT     | -       | yes
            checkpoint | parent-path         | -     | TEXT     | -       | yes
            checkpoint | leave-running       | -     | TOGGLE   | -       | yes
            checkpoint | tcp-established     | -     | TOGGLE   | -       | yes
            checkpoint | tcp-skip-in-flight  | -     | TOGGLE   | -       | yes
            checkpoint | link-remap          | -     | TOGGLE   | -       | yes
            checkpoint | ext-unix-sk         | -     | TOGGLE   | -       | yes
            checkpoint | shell-job           | -     | TOGGLE   | -       | yes
            checkpoint | lazy-pages          | -     | TOGGLE   | -       | yes
            checkpoint | status-fd           | -     | INTEGER  | -1      | yes
            checkpoint | page-server         | -     | TEXT     | -       | yes
            checkpoint | file-locks          | -     | TOGGLE   | -       | yes
            checkpoint | pre-dump            | -     | TOGGLE   | -       | yes
            checkpoint | manage-cgroups-mode | -     | TEXT     | -       | yes
            checkpoint | network-lock        | -     | TEXT     | -       | yes
            checkpoint | empty-ns            | -     | TEXT     | -       | yes
            checkpoint | auto-dedup          | -     | TOGGLE   | -       | yes
            restore    | console-socket      | -     | TEXT     | -       | yes
            restore    | image-path          | -     | TEXT     | -       | yes
            restore    | work-path           | -     | TEXT     | -       | yes
            restore    | tcp-established     | -     | TOGGLE   | -       | yes
            restore    | tcp-close           | -     | TOGGLE   | -       | yes
            restore    | ext-unix-sk         | -     | TOGGLE   | -       | yes
            restore    | shell-job           | -     | TOGGLE   | -       | yes
            restore    | file-locks          | -     | TOGGLE   | -       | yes
            restore    | manage-cgroups-mode | -     | TEXT     | -       | yes
            restore    | network-lock        | -     | TEXT     | -       | yes
            restore    | bundle              | b     | TEXT     | -       | yes
            restore    | detach              | d     | TOGGLE   | -       | yes
            restore    | pid-file            | -     | TEXT     | -       | yes
            restore    | no-subreaper        | -     | TOGGLE   | -       | yes
            restore    | no-pivot            | -     | TOGGLE   | -       | yes
            restore    | empty-ns            | -     | TEXT     | -       | yes
            restore    | auto-dedup          | -     | TOGGLE   | -       | yes
            restore    | lazy-pages          | -     | TOGGLE   | -       | yes
            restore    | lsm-profile         | -     | TEXT     | -       | yes
            restore    | lsm-mount-context   | -     | TEXT     | -       | yes
            restore    | no-new-keyring      | -     | TOGGLE   | -       | no
            spec       | bundle              | b     | TEXT     | -       | yes
            spec       | rootless            | -     | TOGGLE   | -       | yes
            spec       | format              | -     | TEXT     | json    | yes
            spec       | validate            | -     | TOGGLE   | -       | yes
            """)
    void verbFlag(String verb, String name, String alias, Flag.Kind kind, String fallback, String visible) {
        check(Syntaxes.of(verb), name, alias, kind, fallback, visible);
    }

    private static void check(
            Syntax syntax, String name, String alias, Flag.Kind kind, String fallback, String visible) {
        Flag flag = syntax.flagNamed(name);
        assertNotNull(flag, "no flag --" + name);
        assertEquals(name, flag.name());
        assertEquals(alias, flag.alias());
        assertEquals(kind, flag.kind());
        assertEquals(fallback, flag.fallback());
        assertEquals(visible.equals("yes"), !flag.hidden());
    }

    @ParameterizedTest
    @CsvSource({"exec, env", "exec, additional-gids", "exec, cap", "exec, cgroup", "checkpoint, empty-ns",
            "restore, empty-ns"})
    void repeatableFlag(String verb, String name) {
        assertTrue(Syntaxes.of(verb).flagNamed(name).repeatable());
    }

    @ParameterizedTest
    @CsvSource({"exec, true", "kill, true", "ps, true", "run, false", "create, false", "delete, false",
            "update, false", "events, false"})
    void whereFlagsEnd(String verb, boolean atOperand) {
        assertEquals(atOperand, Syntaxes.of(verb).flagsEndAtOperand());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state      | 0 | "state" requires exactly 1 argument(s)
            state      | 2 | "state" requires exactly 1 argument(s)
            create     | 0 | "create" requires exactly 1 argument(s)
            run        | 2 | "run" requires exactly 1 argument(s)
            start      | 0 | "start" requires exactly 1 argument(s)
            delete     | 2 | "delete" requires exactly 1 argument(s)
            pause      | 0 | "pause" requires exactly 1 argument(s)
            resume     | 0 | "resume" requires exactly 1 argument(s)
            events     | 0 | "events" requires exactly 1 argument(s)
            update     | 0 | "update" requires exactly 1 argument(s)
            checkpoint | 0 | "checkpoint" requires exactly 1 argument(s)
            restore    | 0 | "restore" requires exactly 1 argument(s)
            list       | 1 | "list" requires exactly 0 argument(s)
            spec       | 1 | "spec" requires exactly 0 argument(s)
            features   | 1 | "features" requires exactly 0 argument(s)
            kill       | 0 | "kill" requires a minimum of 1 argument(s)
            kill       | 3 | "kill" requires a maximum of 2 argument(s)
            exec       | 0 | "exec" requires a minimum of 1 argument(s)
            ps         | 0 | "ps" requires a minimum of 1 argument(s)
            """, quoteCharacter = '\'')
    void wrongNumberOfOperands(String verb, int count, String complaint) {
        assertEquals(complaint, Syntaxes.of(verb).complaintAbout(count));
    }

    @ParameterizedTest
    @CsvSource({"create, true, 'create failed: ', 1", "run, true, 'run failed: ', 1",
            "exec, false, 'exec failed: ', 255", "delete, false, '', 1", "state, false, '', 1"})
    void announcementOfFailures(String verb, boolean namesProgram, String prefix, int status) {
        assertEquals(new Syntax.OnFailure(namesProgram, prefix, status), Syntaxes.of(verb).onFailure());
    }

    @Test
    void noVerbHasTwoFlagsOfOneName() {
        for (Syntax syntax : Syntaxes.ALL) {
            Set<String> names = new HashSet<>(Set.of("help", "h"));
            for (Flag flag : syntax.flags()) {
                assertTrue(names.add(flag.name()), () -> syntax.name() + " --" + flag.name());
                assertTrue(flag.alias() == null || names.add(flag.alias()), () -> syntax.name() + " -" + flag.alias());
            }
        }
    }
}
