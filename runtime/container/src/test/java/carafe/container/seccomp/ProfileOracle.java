package carafe.container.seccomp;

import carafe.container.seccomp.bpf.ReturnValue;
import carafe.container.seccomp.bpf.SeccompData;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompSyscall;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a profile says about one call, read off the profile by the rules of docs/decisions without building anything:
 * slow, obvious, and written without looking at the compiler.
 */
final class ProfileOracle {
    private static final int ENOSYS = ReturnValue.ERRNO | 38;
    private static final BigInteger TWO_TO_32 = BigInteger.ONE.shiftLeft(32);
    private static final SyscallTable TABLE = SyscallTable.get();

    private final Seccomp profile;
    private final SyscallAbi machine;
    private final int defaultReturn;
    private final Map<SyscallAbi, Map<Integer, Set<String>>> namesByNumber = new HashMap<>();

    private final Map<SyscallAbi, Age> ages = new HashMap<>();

    /** One alternative: return value and the conditions that must hold together. */
    private record Alternative(int returnValue, List<SeccompArg> conditions) {
    }

    /** The newest kernel and, on one ABI, the highest number of all calls in the profile; -1 if it names none. */
    private record Age(int newest, int highest) {
    }

    ProfileOracle(Seccomp profile, SyscallAbi machine) {
        this.profile = profile;
        this.machine = machine;
        defaultReturn = returnValue(profile.defaultAction(), profile.defaultErrnoRet());
        for (SyscallAbi abi : SyscallAbi.values()) {
            Map<Integer, Set<String>> names = new HashMap<>();
            for (int call = 0; call < TABLE.size(); call++) {
                if (TABLE.rank(abi, call) != SyscallTable.ABSENT) {
                    int number = TABLE.numbers(abi)[TABLE.rank(abi, call)];
                    names.computeIfAbsent(number, n -> new HashSet<>()).add(TABLE.name(call));
                }
            }
            namesByNumber.put(abi, names);
        }
    }

    private static int returnValue(SeccompAction action, Integer errno) {
        int data = action.takesErrno() ? errno == null ? 1 : errno : 0;
        return action.returnValue() | data;
    }

    int evaluate(SeccompData call) {
        SyscallAbi abi = abiOf(call);
        if (abi == null) {
            return ReturnValue.KILL_THREAD;
        }
        if (call.number() == -1 && machine == SyscallAbi.X86_64 && abi == SyscallAbi.X86_64) {
            return defaultReturn;
        }
        int number = call.number() - abi.numberBase();
        Set<String> names = namesByNumber.get(abi).getOrDefault(number, Set.of());
        for (SeccompSyscall entry : profile.syscalls()) {
            if (entry.args().isEmpty() && entry.names().stream().anyMatch(names::contains) && differs(entry)) {
                return returnValue(entry.action(), entry.errnoRet());
            }
        }
        List<Alternative> matching = new ArrayList<>();
        for (int meant = 0; meant < TABLE.size(); meant++) {
            if (names.contains(TABLE.name(meant))) {
                for (Alternative alternative : alternatives(TABLE.name(meant))) {
                    if (alternative.conditions().stream().allMatch(condition -> holds(condition, call, abi))) {
                        matching.add(alternative);
                    }
                }
            }
            if (abi.multiplexes() && isMeantThroughEntrance(meant, names, call)) {
                matching.addAll(throughEntrance(TABLE.name(meant)));
            }
        }
        return matching.stream()
                .min(Comparator.comparingInt(alternative -> ReturnValue.action(alternative.returnValue())))
                .map(Alternative::returnValue)
                .orElseGet(() -> isUnknown(names, number, abi) ? ENOSYS : defaultReturn);
    }

    private boolean differs(SeccompSyscall entry) {
        return returnValue(entry.action(), entry.errnoRet()) != defaultReturn;
    }

    private SyscallAbi abiOf(SeccompData call) {
        for (SyscallAbi abi : machine.offeredByKernel()) {
            boolean admitted = abi == machine || profile.architectures().contains(abi.arch());
            boolean x32Number = Integer.compareUnsigned(call.number(), SyscallAbi.X32_BIT) >= 0;
            boolean numberFits = switch (abi) {
                case X86_64 -> !x32Number || call.number() == -1 && !profile.architectures()
                        .contains(SyscallAbi.X32.arch());
                case X32 -> x32Number;
                default -> true;
            };
            if (admitted && abi.auditArch() == call.auditArch() && numberFits) {
                return abi;
            }
        }
        return null;
    }

    private List<Alternative> alternatives(String name) {
        List<Alternative> alternatives = new ArrayList<>();
        for (SeccompSyscall entry : profile.syscalls()) {
            if (!differs(entry) || !entry.names().contains(name)) {
                continue;
            }
            int returnValue = returnValue(entry.action(), entry.errnoRet());
            long arguments = entry.args().stream().map(SeccompArg::index).distinct().count();
            if (arguments == entry.args().size()) {
                alternatives.add(new Alternative(returnValue, entry.args()));
            } else {
                entry.args().forEach(arg -> alternatives.add(new Alternative(returnValue, List.of(arg))));
            }
        }
        return alternatives;
    }

    private static boolean isMeantThroughEntrance(int meant, Set<String> entrance, SeccompData call) {
        Multiplexer way = Multiplexer.of(meant);
        return way != null && entrance.contains(TABLE.name(way.entrance()))
                && ((int) call.arguments()[0] & way.mask()) == way.selector();
    }

    /** What the entries for a call come to where its arguments cannot be seen. */
    private List<Alternative> throughEntrance(String name) {
        List<SeccompSyscall> entries = profile.syscalls().stream()
                .filter(entry -> entry.names().contains(name) && differs(entry)).toList();
        List<Alternative> alternatives = new ArrayList<>();
        for (SeccompSyscall entry : entries) {
            Alternative always = new Alternative(returnValue(entry.action(), entry.errnoRet()), List.of());
            if (entry.args().isEmpty()) {
                return List.of(always);
            }
            if (ReturnValue.isMoreSevere(always.returnValue(), defaultReturn)) {
                alternatives.add(always);
            }
        }
        return alternatives;
    }

    private boolean isUnknown(Set<String> names, int number, SyscallAbi abi) {
        int action = ReturnValue.action(defaultReturn);
        if (action == ReturnValue.ALLOW || action == ReturnValue.LOG || action == ReturnValue.TRACE) {
            return false;
        }
        Age age = ages.computeIfAbsent(abi, this::age);
        if (age.highest() < 0) {
            return false;
        }
        int since = names.stream().mapToInt(name -> TABLE.since(TABLE.find(name))).max().orElse(0);
        return names.isEmpty() || since > age.newest() || Integer.compareUnsigned(number, age.highest()) > 0;
    }

    private Age age(SyscallAbi abi) {
        int newest = 0;
        int highest = -1;
        for (SeccompSyscall entry : profile.syscalls()) {
            for (String name : entry.names()) {
                int known = TABLE.find(name);
                if (known >= 0) {
                    newest = Math.max(newest, TABLE.since(known));
                    int rank = TABLE.rank(abi, known);
                    int named = rank == SyscallTable.ABSENT ? -1 : TABLE.numbers(abi)[rank];
                    highest = named >= 0xf0000 ? highest : Math.max(highest, named);
                }
            }
        }
        return new Age(newest, highest);
    }

    private static boolean holds(SeccompArg condition, SeccompData call, SyscallAbi abi) {
        long raw = call.arguments()[condition.index()];
        boolean narrow = abi.hasNarrowArguments();
        BigInteger argument = unsigned(narrow ? raw & 0xffffffffL : raw);
        BigInteger value = narrow ? narrowed(condition.value()) : unsigned(condition.value());
        return switch (condition.op()) {
            case EQ -> argument.equals(value);
            case NE -> !argument.equals(value);
            case LT -> argument.compareTo(value) < 0;
            case LE -> argument.compareTo(value) <= 0;
            case GT -> argument.compareTo(value) > 0;
            case GE -> argument.compareTo(value) >= 0;
            case MASKED_EQ -> {
                BigInteger mask = unsigned(narrow ? condition.value() & 0xffffffffL : condition.value());
                yield argument.and(mask).equals(unsigned(condition.valueTwo()).and(mask));
            }
        };
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** A negative 32-bit number written with 64 bits counts as 32 bits. */
    private static BigInteger narrowed(long value) {
        BigInteger unsigned = unsigned(value);
        boolean negativeInt = value < 0 && value >= Integer.MIN_VALUE;
        return negativeInt ? unsigned.mod(TWO_TO_32) : unsigned;
    }
}
