package carafe.container.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every Linux system call: its name, the kernel that brought it and its number on each ABI.
 *
 * <p>A call is named by its index in the order of names; a number that an ABI uses by its rank in the order of numbers.
 * Two names of one number (sync_file_range2 and arm_sync_file_range on ARM) have one rank.
 *
 * <p>The data is {@code syscalls.tsv}, written by scripts/syscall-table. A native image reads it when it is built.
 */
final class SyscallTable {
    static final int ABSENT = -1;

    private static final String RESOURCE = "syscalls.tsv";
    private static final int NAME_FIELD = 0;
    private static final int SINCE_FIELD = 1;
    private static final SyscallTable INSTANCE = read();

    private final String[] names;
    private final int[] since;
    private final AbiTable[] abis = new AbiTable[SyscallAbi.values().length];

    /** The numbers of one ABI. */
    private static final class AbiTable {
        int[] rankOfCall;
        /** Ascending. */
        int[] numbers;
        int[] sinceOfRank;
    }

    private SyscallTable(String text) {
        List<String[]> rows = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.startsWith("#")) {
                rows.add(line.split("\t"));
            }
        }
        List<String> header = List.of(rows.removeFirst());
        names = new String[rows.size()];
        since = new int[rows.size()];
        for (int call = 0; call < names.length; call++) {
            names[call] = rows.get(call)[NAME_FIELD];
            since[call] = kernelVersion(rows.get(call)[SINCE_FIELD]);
        }
        for (SyscallAbi abi : SyscallAbi.values()) {
            int field = header.indexOf(abi.column());
            int[] numberOfCall = new int[names.length];
            for (int call = 0; call < names.length; call++) {
                String number = rows.get(call)[field];
                numberOfCall[call] = number.equals("-") ? ABSENT : Integer.parseInt(number);
            }
            abis[abi.ordinal()] = ranked(numberOfCall);
        }
    }

    private static SyscallTable read() {
        try (InputStream in = SyscallTable.class.getResourceAsStream(RESOURCE)) {
            return new SyscallTable(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AbiTable ranked(int[] numberOfCall) {
        AbiTable table = new AbiTable();
        table.numbers = Arrays.stream(numberOfCall).filter(number -> number != ABSENT).sorted().distinct().toArray();
        table.rankOfCall = new int[numberOfCall.length];
        table.sinceOfRank = new int[table.numbers.length];
        for (int call = 0; call < numberOfCall.length; call++) {
            int number = numberOfCall[call];
            int rank = number == ABSENT ? ABSENT : Arrays.binarySearch(table.numbers, number);
            table.rankOfCall[call] = rank;
            if (rank != ABSENT) {
                table.sinceOfRank[rank] = Math.max(table.sinceOfRank[rank], since[call]);
            }
        }
        return table;
    }

    /** "6.10" as a number that compares: major, minor, patch, a byte each. */
    private static int kernelVersion(String text) {
        int version = 0;
        String[] parts = text.split("\\.");
        for (int i = 0; i < 3; i++) {
            version = version << Byte.SIZE | (i < parts.length ? Integer.parseInt(parts[i]) : 0);
        }
        return version;
    }

    static SyscallTable get() {
        return INSTANCE;
    }

    /** How many calls there are. */
    int size() {
        return names.length;
    }

    /** The call named {@code name}, or a negative number if no ABI has it. */
    int find(String name) {
        return Arrays.binarySearch(names, name);
    }

    List<String> allNames() {
        return List.of(names);
    }

    String name(int call) {
        return names[call];
    }

    /** The name of the call that has a number on {@code abi}, the first by name if there are two; null if none has. */
    String nameOf(SyscallAbi abi, int number) {
        AbiTable table = abis[abi.ordinal()];
        for (int call = 0; call < names.length; call++) {
            int rank = table.rankOfCall[call];
            if (rank != ABSENT && table.numbers[rank] == number) {
                return name(call);
            }
        }
        return null;
    }

    /** The kernel that brought {@code call}, as people write it. */
    String sinceText(int call) {
        return versionText(since[call]);
    }

    static String versionText(int version) {
        String text = (version >> 16) + "." + (version >> 8 & 0xff);
        return (version & 0xff) == 0 ? text : text + "." + (version & 0xff);
    }

    /** The kernel that brought {@code call}; later ones are greater. */
    int since(int call) {
        return since[call];
    }

    /** The numbers that {@code abi} uses, ascending, by rank; not to be changed. */
    int[] numbers(SyscallAbi abi) {
        return abis[abi.ordinal()].numbers;
    }

    /** The rank of the number of {@code call} on {@code abi}, or {@link #ABSENT}. */
    int rank(SyscallAbi abi, int call) {
        return abis[abi.ordinal()].rankOfCall[call];
    }

    /** The kernel that brought the call with the number of this rank. */
    int sinceOfRank(SyscallAbi abi, int rank) {
        return abis[abi.ordinal()].sinceOfRank[rank];
    }
}
