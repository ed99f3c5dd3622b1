package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.seccomp.bpf.BpfProgram;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompArch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A default profile stays within the size and the longest path that libseccomp's binary tree has. */
class FilterSizeTest {
    private static final int INSTRUCTIONS = 1300;
    private static final int STEPS = 26;

    @Test
    void anAllowListOfAnEnginesSizeIsSmallAndFastOnThreeAbis() {
        check("allow list", AllowListProfile.create(List.of(SeccompArch.X86_64, SeccompArch.X86, SeccompArch.X32)));
    }

    @Test
    void theDefaultProfilesOfEnginesAreSmallAndFastOnThreeAbis() {
        List<Path> profiles = ProfileTemplate.installed();
        Assumptions.assumeFalse(profiles.isEmpty(), "no engine's default profile is installed"
                + " (Debian: golang-github-containers-common, golang-github-docker-docker-dev)");
        for (Path profile : profiles) {
            check(profile.toString(), ProfileTemplate.expand(profile, SyscallAbi.X86_64));
        }
    }

    private static void check(String name, Seccomp profile) {
        SeccompFilter filter = SeccompCompiler.compile(profile, SyscallAbi.X86_64);
        int steps = LongestPath.of(BpfProgram.ofBytes(filter.program(), false));
        System.out.println(name + ": " + filter.instructionCount() + " instructions, longest path " + steps
                + ", ignored " + filter.ignoredNames());
        assertTrue(filter.instructionCount() <= INSTRUCTIONS, name + ": " + filter.instructionCount());
        assertTrue(steps <= STEPS, name + ": " + steps);
    }
}
