package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.container.seccomp.bpf.BpfInterpreter;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompOperator;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/**
 * GHSA-4q85-33p6-j5g6: libseccomp before 2.6.1 merged 64-bit comparisons of one argument whose upper halves agree or
 * whose lower halves do, and so let calls through that a rule denied.
 */
class Ghsa4q85Test {
    private static final int READ = 0;
    private static final long[] BOUNDS = {
        0, 1, 5, 0xffff_ffffL, 0x1_0000_0000L, 0x1_0000_0005L, 0x1_ffff_ffffL, 0x2_0000_0000L, 0x2_0000_0005L,
        0x8000_0000_0000_0000L, 0xffff_ffff_0000_0005L, -1};

    private record Comparison(SeccompOperator operator, LongPredicate holds, SeccompArg argument) {
        static Comparison of(SeccompOperator operator, long bound) {
            LongPredicate holds = switch (operator) {
                case EQ -> value -> value == bound;
                case NE -> value -> value != bound;
                case LT -> value -> Long.compareUnsigned(value, bound) < 0;
                case LE -> value -> Long.compareUnsigned(value, bound) <= 0;
                case GT -> value -> Long.compareUnsigned(value, bound) > 0;
                case GE -> value -> Long.compareUnsigned(value, bound) >= 0;
                case MASKED_EQ -> value -> (value & bound) == bound;
            };
            return new Comparison(operator, holds, new SeccompArg(0, bound,
                    operator == SeccompOperator.MASKED_EQ ? bound : 0, operator));
        }
    }

    @Test
    void anyTwoComparisonsOfOneArgumentKeepTheirMeaning() {
        List<Comparison> all = new ArrayList<>();
        for (SeccompOperator operator : SeccompOperator.values()) {
            for (long bound : BOUNDS) {
                all.add(Comparison.of(operator, bound));
            }
        }
        for (Comparison one : all) {
            for (Comparison other : all) {
                check(one, other);
            }
        }
    }

    /** Two rules for one call, each with an action of its own: the more severe one wins where both hold. */
    private static void check(Comparison one, Comparison other) {
        Seccomp profile = new Seccomp(SeccompAction.ALLOW, null, List.of(), List.of(), null, null, List.of(
                new SeccompSyscall(List.of("read"), SeccompAction.LOG, null, List.of(one.argument)),
                new SeccompSyscall(List.of("read"), SeccompAction.TRAP, null, List.of(other.argument))));
        BpfProgram program = BpfProgram.ofBytes(
                SeccompCompiler.compile(profile, SyscallAbi.X86_64).program(), false);
        for (long value : valuesAround()) {
            SeccompAction expected = other.holds.test(value) ? SeccompAction.TRAP
                    : one.holds.test(value) ? SeccompAction.LOG : SeccompAction.ALLOW;
            int verdict = BpfInterpreter.run(program, call(value)).returnValue();
            assertEquals(expected.returnValue(), verdict, () -> "%s, %s with %#x".formatted(one, other, value));
        }
    }

    private static Set<Long> valuesAround() {
        Set<Long> values = new TreeSet<>();
        for (long bound : BOUNDS) {
            values.addAll(List.of(bound - 1, bound, bound + 1));
        }
        return values;
    }

    private static SeccompData call(long first) {
        return new SeccompData(READ, SyscallAbi.X86_64.auditArch(), 0, new long[] {first, 0, 0, 0, 0, 0}, false);
    }
}
