package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Resources;

/** The memory controller of version 2 (Documentation/admin-guide/cgroup-v2.rst). */
final class V2Memory implements Limit {
    private static final String AT = "/linux/resources/memory/";

    @Override
    public String askedBy(Resources resources) {
        Memory memory = resources.memory();
        if (memory == null) {
            return null;
        }
        if (Limit.isSet(memory.limit())) {
            return AT + "limit";
        }
        if (Limit.isSet(memory.swap())) {
            return AT + "swap";
        }
        return Limit.isSet(memory.reservation()) ? AT + "reservation" : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        Memory memory = resources.memory();
        long limit = memory.limit() == null ? 0 : memory.limit();
        long swap = memory.swap() == null ? 0 : memory.swap();
        if (Boolean.TRUE.equals(memory.checkBeforeUpdate())) {
            check(directory, limit, swap);
        }
        String swapAlone = swapText(swap, limit);
        if (swapAlone != null) {
            int errno = directory.tryWrite("memory.swap.max", swapAlone, AT + "swap");
            // a kernel without swap accounting cannot limit swap, but forbidding or freeing what is not there is fine
            boolean needless = errno == Errno.ENOENT && (swapAlone.equals("max") || swapAlone.equals("0"));
            if (errno != 0 && !needless) {
                throw directory.refused("memory.swap.max", swapAlone, AT + "swap", errno);
            }
        }
        if (limit != 0) {
            directory.write("memory.max", Conversions.maxIfNegative(limit), AT + "limit");
        }
        if (Limit.isSet(memory.reservation())) {
            directory.write("memory.low", Conversions.maxIfNegative(memory.reservation()), AT + "reservation");
        }
    }

    private static String swapText(long swap, long limit) {
        long alone = Conversions.swapAlone(swap, limit);
        // equal limits leave no swap; otherwise 0 is "not set", and an empty write would forbid swap
        return alone == 0 && swap <= 0 ? null : Conversions.maxIfNegative(alone);
    }

    /** Version 2 kills processes until a new limit is met; who asks for this check would rather have an error. */
    static void check(CgroupDirectory directory, long limit, long swap) {
        String current = directory.readIfThere("memory.current");
        if (current == null) {
            return;
        }
        long usage = Long.parseUnsignedLong(current);
        if (swap > 0 && swap <= usage) {
            throw CgroupFailed.invalid(AT + "swap",
                    "rejecting memory+swap limit " + swap + " <= usage " + usage);
        }
        if (limit > 0 && limit <= usage) {
            throw CgroupFailed.invalid(AT + "limit", "rejecting memory limit " + limit + " <= usage " + usage);
        }
    }
}
