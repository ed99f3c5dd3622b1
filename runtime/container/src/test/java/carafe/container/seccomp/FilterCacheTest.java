package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompOperator;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterCacheTest {
    private final Map<String, byte[]> files = new HashMap<>();
    private int writes;
    private final FilterCache cache = new FilterCache(new FilterStore() {
        @Override
        public byte[] read(String name) {
            return files.get(name);
        }

        @Override
        public void write(String name, byte[] content) {
            files.put(name, content.clone());
            writes++;
        }
    });

    @Test
    void anEqualProfileIsCompiledOnce() {
        SeccompFilter first = cache.compile(profile("read", "no_such_call", "nor_this"), SyscallAbi.X86_64);
        SeccompFilter second = cache.compile(profile("read", "no_such_call", "nor_this"), SyscallAbi.X86_64);
        assertEquals(1, writes);
        assertArrayEquals(first.program(), second.program());
        assertEquals(first.instructionCount(), second.instructionCount());
        assertEquals(first.flags(), second.flags());
        assertEquals(first.needsListener(), second.needsListener());
        assertEquals(List.of("no_such_call", "nor_this"), second.ignoredNames());
    }

    @Test
    void aDamagedEntryIsCompiledAnew() {
        SeccompFilter whole = cache.compile(profile("read"), SyscallAbi.X86_64);
        String name = files.keySet().iterator().next();
        byte[] entry = files.get(name);
        for (int i = 0; i < entry.length; i++) {
            byte[] damaged = entry.clone();
            damaged[i] ^= 1;
            files.put(name, damaged);
            assertArrayEquals(whole.program(), cache.compile(profile("read"), SyscallAbi.X86_64).program());
            assertArrayEquals(entry, files.get(name), "not written anew with byte " + i + " damaged");
        }
        files.put(name, new byte[0]);
        assertArrayEquals(whole.program(), cache.compile(profile("read"), SyscallAbi.X86_64).program());
    }

    @Test
    void whateverChangesTheFilterChangesTheDigest() {
        List<Seccomp> profiles = new ArrayList<>();
        SeccompArg arg = new SeccompArg(1, 2, 3, SeccompOperator.EQ);
        profiles.add(profile("read"));
        profiles.add(profile("rea", "d"));
        profiles.add(profile("read", "write"));
        profiles.add(profile("\u0141B"));
        profiles.add(profile("A\u4201"));
        for (SeccompAction action : List.of(SeccompAction.TRACE, SeccompAction.LOG)) {
            profiles.add(new Seccomp(action, null, List.of(), List.of(), null, null, List.of()));
        }
        profiles.add(new Seccomp(SeccompAction.TRACE, 1, List.of(), List.of(), null, null, List.of()));
        profiles.add(new Seccomp(SeccompAction.LOG, null, List.of(SeccompArch.X86), List.of(), null, null, List.of()));
        profiles.add(new Seccomp(SeccompAction.LOG, null, List.of(), null, null, null, List.of()));
        profiles.add(new Seccomp(SeccompAction.LOG, null, List.of(), List.of(SeccompFlag.LOG), null, null, List.of()));
        for (SeccompArg other : List.of(arg, new SeccompArg(2, 2, 3, SeccompOperator.EQ),
                new SeccompArg(1, 1L << 40 | 2, 3, SeccompOperator.EQ), new SeccompArg(1, 2, 4, SeccompOperator.EQ),
                new SeccompArg(1, 2, 3, SeccompOperator.NE))) {
            profiles.add(new Seccomp(SeccompAction.LOG, null, List.of(), List.of(), null, null,
                    List.of(new SeccompSyscall(List.of("read"), SeccompAction.ALLOW, null, List.of(other)))));
        }
        Set<String> digests = new HashSet<>();
        profiles.forEach(profile -> digests.add(digest(profile, SyscallAbi.X86_64)));
        assertEquals(profiles.size(), digests.size());
        assertNotEquals(digest(profiles.getFirst(), SyscallAbi.X86_64), digest(profiles.getFirst(),
                SyscallAbi.AARCH64));
    }

    private static String digest(Seccomp profile, SyscallAbi machine) {
        return HexFormat.of().formatHex(ProfileDigest.of(profile, machine));
    }

    private static Seccomp profile(String... names) {
        return new Seccomp(SeccompAction.ERRNO, null, List.of(), List.of(), null, null,
                List.of(new SeccompSyscall(List.of(names), SeccompAction.ALLOW, null, List.of())));
    }
}
