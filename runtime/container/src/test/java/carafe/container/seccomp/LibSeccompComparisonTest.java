package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompSyscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our filters decide as those of libseccomp, but for two things that are meant to differ: ENOSYS for calls that a
 * profile cannot know (runc adds its own, rougher form of it), and conditions on calls that come through socketcall
 * or ipc.
 */
class LibSeccompComparisonTest {
    private static final int ENOSYS = ReturnValue.ERRNO | 38;
    private static final long[] ARGUMENTS = {
        0, 1, 2, 3, 8, 16, 37, 38, 39, 40, 41, 0x20000, 0x20008, 0x10000000, 0x40000000, 0x7e020000, 0xffffffffL,
        0x1_0000_0000L, 0x1_0000_0028L, 0x8000_0000_0000_0000L, -1,
    };

    private static final int PROFILES = 600;
    private static final int CALLS = 300;

    private static LibSeccomp library;

    @BeforeAll
    static void loadLibrary() {
        library = LibSeccomp.load();
    }

    @Test
    void theNumbersOfCallsAreTheSame() {
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (SyscallAbi abi : SyscallAbi.values()) {
            for (int call = 0; call < SyscallTable.get().size(); call++) {
                String name = SyscallTable.get().name(call);
                if (library.number(name, abi) >= 0 && SyscallTable.get().rank(abi, call) != SyscallTable.ABSENT) {
                    compared++;
                    if (!library.agreesOn(name, abi)) {
                        different.add(abi + " " + name);
                    }
                }
            }
        }
        assertEquals(List.of(), different);
        assertTrue(compared > 3000, compared + " numbers compared");
    }

    /** Not for s390x: the library leaves some return values in the wrong byte order when it compiles across. */
    @ParameterizedTest
    @EnumSource(value = SyscallAbi.class, names = {"X86_64", "AARCH64", "RISCV64", "PPC64LE"})
    void theDefaultProfilesOfEnginesAreDecidedAlikeOnAllAbis(SyscallAbi machine) {
        List<Path> profiles = ProfileTemplate.installed();
        Assumptions.assumeFalse(profiles.isEmpty(), "no engine's default profile is installed"
                + " (Debian: golang-github-containers-common, golang-github-docker-docker-dev)");
        for (Path profile : profiles) {
            compare(profile + " for " + machine, ProfileTemplate.expand(profile, machine), machine);
        }
    }

    @Test
    void anAllowListIsDecidedAlikeWhateverAbisItAdmits() {
        for (List<SeccompArch> admitted : List.of(List.<SeccompArch>of(), List.of(SeccompArch.X86_64),
                List.of(SeccompArch.X86), List.of(SeccompArch.X32), List.of(SeccompArch.X86, SeccompArch.X32))) {
            compare("allow list with " + admitted, AllowListProfile.create(admitted), SyscallAbi.X86_64);
        }
    }

    @ParameterizedTest
    @EnumSource(value = SyscallAbi.class, names = {"X86_64", "AARCH64", "RISCV64"})
    void randomProfilesAreDecidedAlike(SyscallAbi machine) {
        int compared = 0;
        for (long seed = 0; seed < PROFILES; seed++) {
            RandomProfiles random = new RandomProfiles(seed);
            Seccomp profile = comparable(random.profile(machine), machine);
            BpfProgram theirs;
            try {
                theirs = library.compile(profile, machine);
            } catch (LibSeccomp.RefusedException e) {
                continue;
            }
            compared++;
            BpfProgram ours = compile(profile, machine);
            for (int i = 0; i < CALLS; i++) {
                compare("seed " + seed, profile, ours, theirs, random.call(profile, machine));
            }
        }
        assertTrue(compared > PROFILES / 2, "only " + compared + " profiles were accepted by libseccomp");
    }

    /** Where the specification is silent and libseccomp goes by the order of its trees, there is nothing to compare. */
    private static Seccomp comparable(Seccomp profile, SyscallAbi machine) {
        Set<String> seen = new HashSet<>();
        List<SeccompSyscall> entries = new ArrayList<>();
        for (SeccompSyscall entry : profile.syscalls()) {
            List<String> names = new ArrayList<>();
            for (String name : entry.names()) {
                int call = SyscallTable.get().find(name);
                boolean multiplexed = call >= 0 && Multiplexer.of(call) != null;
                boolean entrance = name.equals("socketcall") || name.equals("ipc");
                if (isTheSameToBoth(name, machine) && !multiplexed && !entrance && seen.add(name)) {
                    names.add(name);
                }
            }
            boolean fitsNarrowAbis = entry.args().stream().allMatch(arg -> arg.value() == (int) arg.value()
                    && arg.valueTwo() == (int) arg.valueTwo());
            // libseccomp before 2.6.1 joins several comparisons of one argument wrongly.
            boolean once = entry.args().stream().map(SeccompArg::index).distinct().count() == entry.args().size();
            if (!names.isEmpty() && fitsNarrowAbis && once) {
                entries.add(new SeccompSyscall(names, entry.action(), entry.errnoRet(), entry.args()));
            }
        }
        return new Seccomp(profile.defaultAction(), profile.defaultErrnoRet(), profile.architectures(),
                profile.flags(), profile.listenerPath(), null, entries);
    }

    private static BpfProgram compile(Seccomp profile, SyscallAbi machine) {
        SeccompFilter filter = SeccompCompiler.compile(profile, machine);
        return BpfProgram.ofBytes(filter.program(), machine.isBigEndian());
    }

    private static void compare(String name, Seccomp profile, SyscallAbi machine) {
        Seccomp known = knownToBoth(profile, machine);
        BpfProgram ours = compile(known, machine);
        BpfProgram theirs = library.compile(known, machine);
        System.out.println(name + ": ours " + ours.length() + " instructions, longest path " + LongestPath.of(ours)
                + "; libseccomp's " + theirs.length() + ", " + LongestPath.of(theirs));
        for (SyscallAbi abi : machine.offeredByKernel()) {
            for (int number = -2; number < 700; number++) {
                for (long first : ARGUMENTS) {
                    for (long third : new long[] {0, 9}) {
                        long[] arguments = {first, 0x1234, third, 0, 0, 0};
                        int shifted = number < 0 ? number : abi.numberBase() + number;
                        compare(name, known, ours, theirs,
                                new SeccompData(shifted, abi.auditArch(), 0, arguments, machine.isBigEndian()));
                    }
                }
            }
        }
    }

    private static Seccomp knownToBoth(Seccomp profile, SyscallAbi machine) {
        List<SeccompSyscall> entries = new ArrayList<>();
        for (SeccompSyscall entry : profile.syscalls()) {
            List<String> names = entry.names().stream().filter(name -> isTheSameToBoth(name, machine)).toList();
            entries.add(new SeccompSyscall(names, entry.action(), entry.errnoRet(), entry.args()));
        }
        return new Seccomp(profile.defaultAction(), profile.defaultErrnoRet(), profile.architectures(),
                profile.flags(), null, null, entries);
    }

    /** The library's table is of another kernel than ours, so the newest calls are left out. */
    private static boolean isTheSameToBoth(String name, SyscallAbi machine) {
        if (!library.knows(name) || SyscallTable.get().find(name) < 0) {
            return false;
        }
        for (SyscallAbi abi : machine.offeredByKernel()) {
            if (!library.agreesOn(name, abi)) {
                return false;
            }
        }
        return true;
    }

    private static void compare(String name, Seccomp profile, BpfProgram ours, BpfProgram theirs, SeccompData call) {
        int our = BpfInterpreter.run(ours, call).returnValue();
        int their = BpfInterpreter.run(theirs, call).returnValue();
        SeccompAction action = profile.defaultAction();
        int theirDefault = action.returnValue() | (action.takesErrno()
                ? profile.defaultErrnoRet() == null ? 1 : profile.defaultErrnoRet()
                : 0);
        if (our == their || our == ENOSYS && their == theirDefault) {
            return;
        }
        assertEquals(ReturnValue.text(their), ReturnValue.text(our), name + ", number " + call.number() + ", arch "
                + Integer.toHexString(call.auditArch()) + ", arguments " + Arrays.toString(call.arguments())
                + ", " + profile);
    }
}
