package carafe.container.seccomp;

import carafe.container.seccomp.bpf.BpfProgram;
import carafe.spec.seccomp.Seccomp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Compiled filters by content: equal profiles share one, on whatever container they stand.
 *
 * <p>The name of an entry is the digest of everything the filter depends on: profile, machine, system call table and
 * compiler. An entry is the digest of its rest, then flags, listener, ignored names and program, big-endian; what is
 * damaged is compiled anew.
 */
public final class FilterCache {
    private static final int DIGEST_BYTES = 32;

    private final FilterStore store;

    public FilterCache(FilterStore store) {
        this.store = store;
    }

    /**
     * As {@link SeccompCompiler#compile}, but only once for equal profiles.
     *
     * @throws SeccompException if the profile asks for what no filter can do
     */
    public SeccompFilter compile(Seccomp profile, SyscallAbi machine) {
        String name = HexFormat.of().formatHex(ProfileDigest.of(profile, machine));
        byte[] entry = store.read(name);
        SeccompFilter cached = entry == null ? null : decode(entry);
        if (cached != null) {
            return cached;
        }
        SeccompFilter filter = SeccompCompiler.compile(profile, machine);
        store.write(name, encode(filter));
        return filter;
    }

    private static byte[] encode(SeccompFilter filter) {
        byte[] names = String.join("\n", filter.ignoredNames()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(DIGEST_BYTES + 12 + names.length + filter.program().length);
        entry.position(DIGEST_BYTES);
        entry.putInt(filter.flags()).putInt(filter.needsListener() ? 1 : 0).putInt(names.length);
        entry.put(names).put(filter.program());
        entry.put(0, digestOfRest(entry.array()));
        return entry.array();
    }

    /** The filter, or null if this is not what {@link #encode} made. */
    private static SeccompFilter decode(byte[] bytes) {
        if (bytes.length < DIGEST_BYTES
                || !Arrays.equals(bytes, 0, DIGEST_BYTES, digestOfRest(bytes), 0, DIGEST_BYTES)) {
            return null;
        }
        ByteBuffer entry = ByteBuffer.wrap(bytes).position(DIGEST_BYTES);
        int flags = entry.getInt();
        boolean needsListener = entry.getInt() != 0;
        byte[] names = new byte[entry.getInt()];
        entry.get(names);
        byte[] program = new byte[entry.remaining()];
        entry.get(program);
        return new SeccompFilter(program, program.length / BpfProgram.INSTRUCTION_BYTES, flags, needsListener,
                names.length == 0 ? List.of() : lines(new String(names, StandardCharsets.UTF_8)));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        lines.add(text.substring(start));
        return List.copyOf(lines);
    }

    private static byte[] digestOfRest(byte[] entry) {
        return Sha256.of(Arrays.copyOfRange(entry, DIGEST_BYTES, entry.length), entry.length - DIGEST_BYTES);
    }
}
