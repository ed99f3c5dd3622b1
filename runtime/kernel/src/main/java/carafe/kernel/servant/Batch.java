package carafe.kernel.servant;

import carafe.kernel.Abi;
import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.Ref;
import java.util.ArrayList;
import java.util.List;

/** Calls on their way into the arena as records. */
final class Batch {
    /** More would not fit into the records' place, see {@link Servant}. */
    static final int MAX_CALLS = 1000;

    private final List<Call> calls = new ArrayList<>();
    private int slots;
    private boolean otherWays;

    /** Whether one more call, which may need a slot for each of its arguments, still fits. */
    boolean isFull() {
        return calls.size() >= MAX_CALLS || slots + 6 > ControlBlock.SLOT_COUNT;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    int size() {
        return calls.size();
    }

    Call get(int i) {
        return calls.get(i);
    }

    /** Results of this batch that the call takes as arguments get a slot. */
    void add(Call call) {
        for (int i = 0; i < call.count(); i++) {
            if (call.argument(i) instanceof Ref ref && !ref.isDone() && ref.slot() < 0) {
                ref.assignSlot(slots++);
            }
        }
        otherWays |= call.hasOtherWay();
        calls.add(call);
    }

    /** Whether a call may have to get its result in another way. */
    boolean hasOtherWays() {
        return otherWays;
    }

    /** What is left to do once call {@code i} has its result; what was to be kept in slots stays there. */
    Batch after(int i) {
        Batch rest = new Batch();
        rest.slots = slots;
        rest.otherWays = otherWays;
        rest.calls.addAll(calls.subList(i + 1, calls.size()));
        return rest;
    }

    /** Lays the records out from {@code pointer} on. */
    void write(Arena arena, long pointer, Abi abi) {
        long record = pointer;
        for (int i = 0; i < calls.size(); i++, record += RecordLayout.SIZE) {
            write(calls.get(i), arena, record, abi);
        }
    }

    private static void write(Call call, Arena arena, long record, Abi abi) {
        int flags = call.allowsAll() ? RecordLayout.ALLOW_ALL : 0;
        int at = arena.offset(record);
        for (int i = 0; i < 6; i++) {
            long value;
            if (call.argument(i) instanceof Ref ref && !ref.isDone()) {
                value = ref.slot();
                flags |= 1 << i;
            } else {
                value = call.encode(i, arena);
            }
            arena.memory().putLong(at + RecordLayout.ARGUMENTS + 8 * i, value);
        }
        int slot = call.result().slot();
        if (slot >= 0) {
            flags |= RecordLayout.STORE;
        }
        arena.memory()
                .putShort(at + RecordLayout.NUMBER, (short) call.syscall().number(abi))
                .put(at + RecordLayout.FLAGS, (byte) flags)
                .put(at + RecordLayout.SLOT, (byte) Math.max(slot, 0))
                .put(at + RecordLayout.ALLOWED_1, (byte) call.allowed1())
                .put(at + RecordLayout.ALLOWED_2, (byte) call.allowed2())
                .putLong(at + RecordLayout.RESULT, 0);
    }

    /** Hands the first {@code done} calls their results. */
    void complete(Arena arena, long pointer, int done) {
        for (int i = 0; i < done; i++) {
            calls.get(i).result().complete(arena.getLong(pointer + (long) i * RecordLayout.SIZE + RecordLayout.RESULT));
        }
    }
}
