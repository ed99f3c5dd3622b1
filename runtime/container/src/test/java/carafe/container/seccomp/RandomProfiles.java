package carafe.container.seccomp;

import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompOperator;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Profiles and calls drawn from a seed, with a preference for the values at which verdicts change. */
final class RandomProfiles {
    private static final long[] INTERESTING = {
        0, 1, 2, 8, 38, 40, 0x1f, 0x20, 0xffff, 0x10000, 0x7fffffffL, 0x80000000L, 0xfffffffeL, 0xffffffffL,
        0x1_0000_0000L, 0x1_0000_0001L, 0x1_0000_0028L, 0x7fffffff_00000000L, 0x7fffffff_ffffffffL,
        0x80000000_00000000L, 0xffffffff_00000000L, 0xffffffff_80000000L, 0xffffffff_7fffffffL, -2, -1,
    };

    private final Random random;

    RandomProfiles(long seed) {
        random = new Random(seed);
    }

    Seccomp profile(SyscallAbi machine) {
        SeccompAction defaultAction;
        do {
            defaultAction = pick(SeccompAction.values());
        } while (defaultAction == SeccompAction.NOTIFY);
        List<SeccompArch> architectures = new ArrayList<>();
        for (SyscallAbi abi : machine.offeredByKernel()) {
            if (random.nextBoolean()) {
                architectures.add(abi.arch());
            }
        }
        // Few names and many entries, so that entries meet.
        List<String> vocabulary = new ArrayList<>();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            vocabulary.add(SyscallTable.get().name(random.nextInt(SyscallTable.get().size())));
        }
        vocabulary.addAll(List.of("socket", "shmget", "ipc", "socketcall", "msgget", "no_such_call"));
        List<SeccompSyscall> entries = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            entries.add(entry(vocabulary));
        }
        return new Seccomp(defaultAction, errno(defaultAction), architectures, List.of(), "/agent", null, entries);
    }

    private SeccompSyscall entry(List<String> vocabulary) {
        List<String> names = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            names.add(vocabulary.get(random.nextInt(vocabulary.size())));
        }
        SeccompAction action = pick(SeccompAction.values());
        if (names.contains("write") && action == SeccompAction.NOTIFY) {
            action = SeccompAction.ERRNO;
        }
        List<SeccompArg> args = new ArrayList<>();
        if (random.nextInt(3) != 0) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                long mask = random.nextInt(4) == 0 ? value() : 0xffL << 8 * random.nextInt(8);
                SeccompOperator operator = pick(SeccompOperator.values());
                boolean masked = operator == SeccompOperator.MASKED_EQ;
                args.add(new SeccompArg(random.nextInt(6), masked ? mask : value(),
                        masked && random.nextInt(8) != 0 ? value() & mask : value(), operator));
            }
        }
        return new SeccompSyscall(names, action, errno(action), args);
    }

    private Integer errno(SeccompAction action) {
        return action.takesErrno() && random.nextBoolean() ? Integer.valueOf(random.nextInt(4)) : null;
    }

    /** A call that the profile is likely to say something about. */
    SeccompData call(Seccomp profile, SyscallAbi machine) {
        List<SyscallAbi> offered = machine.offeredByKernel();
        SyscallAbi abi = offered.get(random.nextInt(offered.size()));
        int auditArch = random.nextInt(50) == 0 ? random.nextInt() : abi.auditArch();
        long[] arguments = new long[6];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(profile);
        }
        return new SeccompData(number(profile, abi), auditArch, random.nextLong(), arguments, machine.isBigEndian());
    }

    private int number(Seccomp profile, SyscallAbi abi) {
        int[] numbers = SyscallTable.get().numbers(abi);
        int kind = random.nextInt(20);
        if (kind == 0) {
            return (int) value();
        }
        if (kind < 6 || profile.syscalls().isEmpty()) {
            return abi.numberBase() + numbers[random.nextInt(numbers.length)] + random.nextInt(3) - 1;
        }
        List<String> names = pick(profile.syscalls()).names();
        int call = SyscallTable.get().find(pick(names));
        if (abi.multiplexes() && random.nextInt(4) == 0) {
            call = SyscallTable.get().find(random.nextBoolean() ? "ipc" : "socketcall");
        }
        int rank = call < 0 ? SyscallTable.ABSENT : SyscallTable.get().rank(abi, call);
        return abi.numberBase() + (rank == SyscallTable.ABSENT ? random.nextInt(600) : numbers[rank]);
    }

    private long argument(Seccomp profile) {
        if (!profile.syscalls().isEmpty() && random.nextInt(3) != 0) {
            List<SeccompArg> args = pick(profile.syscalls()).args();
            if (!args.isEmpty()) {
                SeccompArg arg = pick(args);
                long value = random.nextInt(3) == 0 ? arg.valueTwo() : arg.value();
                return value + random.nextInt(3) - 1;
            }
        }
        return random.nextInt(4) == 0 ? random.nextInt(30) : value();
    }

    private long value() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt();
            case 2 -> INTERESTING[random.nextInt(INTERESTING.length)] << 32;
            case 3 -> random.nextInt(50);
            default -> INTERESTING[random.nextInt(INTERESTING.length)];
        };
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
