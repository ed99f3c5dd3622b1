package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Resources;
import carafe.spec.resources.ThrottleDevice;
import carafe.spec.resources.WeightDevice;
import java.util.ArrayList;
import java.util.List;

/** The io controller of version 2 (Documentation/admin-guide/cgroup-v2.rst). */
final class V2Io implements Limit {
    private static final String AT = "/linux/resources/blockIO/";

    @Override
    public String askedBy(Resources resources) {
        BlockIo io = resources.blockIO();
        if (io == null) {
            return null;
        }
        if (Limit.isSet(io.weight())) {
            return AT + "weight";
        }
        if (!io.weightDevice().isEmpty()) {
            return AT + "weightDevice";
        }
        if (!io.throttleReadBpsDevice().isEmpty()) {
            return AT + "throttleReadBpsDevice";
        }
        if (!io.throttleWriteBpsDevice().isEmpty()) {
            return AT + "throttleWriteBpsDevice";
        }
        if (!io.throttleReadIOPSDevice().isEmpty()) {
            return AT + "throttleReadIOPSDevice";
        }
        return io.throttleWriteIOPSDevice().isEmpty() ? null : AT + "throttleWriteIOPSDevice";
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        BlockIo io = resources.blockIO();
        if (Limit.isSet(io.weight()) || !io.weightDevice().isEmpty()) {
            applyWeights(directory, io);
        }
        throttle(directory, "rbps", io.throttleReadBpsDevice(), "throttleReadBpsDevice");
        throttle(directory, "wbps", io.throttleWriteBpsDevice(), "throttleWriteBpsDevice");
        throttle(directory, "riops", io.throttleReadIOPSDevice(), "throttleReadIOPSDevice");
        throttle(directory, "wiops", io.throttleWriteIOPSDevice(), "throttleWriteIOPSDevice");
    }

    /** The BFQ scheduler has a file of its own with the range of version 1; the other is of the cost model. */
    private static void applyWeights(CgroupDirectory directory, BlockIo io) {
        boolean bfq = directory.has("io.bfq.weight");
        String file = bfq ? "io.bfq.weight" : "io.weight";
        if (Limit.isSet(io.weight())) {
            directory.write(file, weight(io.weight(), bfq), AT + "weight");
        }
        for (int i = 0; i < io.weightDevice().size(); i++) {
            WeightDevice device = io.weightDevice().get(i);
            if (Limit.isSet(device.weight())) {
                directory.write(file, device.major() + ":" + device.minor() + " " + weight(device.weight(), bfq),
                        AT + "weightDevice/" + i + "/weight");
            }
        }
    }

    private static String weight(int weight, boolean bfq) {
        return Long.toString(bfq ? weight : Conversions.blkioToIoWeight(weight));
    }

    private static void throttle(CgroupDirectory directory, String key, List<ThrottleDevice> devices,
            String property) {
        List<String> lines = new ArrayList<>();
        for (ThrottleDevice device : devices) {
            // 0 lifts a bound in version 1 and is an error here
            String rate = device.rate() == 0 ? "max" : Long.toUnsignedString(device.rate());
            lines.add(device.major() + ":" + device.minor() + " " + key + "=" + rate);
        }
        directory.writeLines("io.max", lines, AT + property);
    }
}
