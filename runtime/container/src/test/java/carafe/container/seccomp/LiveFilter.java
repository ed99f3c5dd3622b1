package carafe.container.seccomp;

import carafe.container.seccomp.bpf.SeccompData;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Filters and calls for the C program {@code filtercall}, which tries them on the running kernel. */
final class LiveFilter {
    /** How a call enters the kernel. */
    enum Entry {
        NATIVE,
        /** The 32-bit entrance of x86, open to 64-bit processes as well. */
        INT_80
    }

    private final ByteArrayOutputStream input = new ByteArrayOutputStream();

    /** Adds a filter that is only loaded. */
    void load(byte[] program) {
        header(program, 0);
    }

    /** Adds a filter and the calls to make under it. */
    void call(byte[] program, List<SeccompData> calls) {
        header(program, calls.size());
        for (SeccompData call : calls) {
            Entry entry = call.auditArch() == SyscallAbi.I386.auditArch() ? Entry.INT_80 : Entry.NATIVE;
            ByteBuffer record = ByteBuffer.allocate(56).order(ByteOrder.nativeOrder());
            record.putInt(entry.ordinal()).putInt(call.number());
            for (long argument : call.arguments()) {
                record.putLong(argument);
            }
            input.writeBytes(record.array());
        }
    }

    private void header(byte[] program, int calls) {
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        header.putInt(0).putInt(program.length / 8).putInt(calls);
        input.writeBytes(header.array());
        input.writeBytes(program);
    }

    /** The kernel's answers in order, in the words of filtercall.c. */
    List<String> run(Path directory) {
        Path file = directory.resolve("filters");
        try {
            Files.write(file, input.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Command.of(CPrograms.path("filtercall")).reading(file).run().succeeds().stdout().lines().toList();
    }
}
