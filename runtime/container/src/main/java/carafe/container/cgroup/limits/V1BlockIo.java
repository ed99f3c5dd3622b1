package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Resources;
import carafe.spec.resources.ThrottleDevice;
import carafe.spec.resources.WeightDevice;
import java.util.ArrayList;
import java.util.List;

/** The blkio controller of version 1 (Documentation/admin-guide/cgroup-v1/blkio-controller.rst). */
final class V1BlockIo implements Limit {
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
        if (Limit.isSet(io.leafWeight())) {
            return AT + "leafWeight";
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
        applyWeights(directory, io);
        throttle(directory, "blkio.throttle.read_bps_device", io.throttleReadBpsDevice(), "throttleReadBpsDevice");
        throttle(directory, "blkio.throttle.write_bps_device", io.throttleWriteBpsDevice(), "throttleWriteBpsDevice");
        throttle(directory, "blkio.throttle.read_iops_device", io.throttleReadIOPSDevice(), "throttleReadIOPSDevice");
        throttle(directory, "blkio.throttle.write_iops_device", io.throttleWriteIOPSDevice(),
                "throttleWriteIOPSDevice");
    }

    private static void applyWeights(CgroupDirectory directory, BlockIo io) {
        boolean asked = Limit.isSet(io.weight()) || Limit.isSet(io.leafWeight()) || !io.weightDevice().isEmpty();
        if (!asked) {
            return;
        }
        // the files of the CFQ scheduler, gone with it in 5.0; its successor BFQ has its own
        String weight = directory.has("blkio.weight") ? "blkio.weight" : "blkio.bfq.weight";
        if (Limit.isSet(io.weight())) {
            directory.write(weight, io.weight().toString(), AT + "weight");
        }
        if (Limit.isSet(io.leafWeight())) {
            directory.write("blkio.leaf_weight", io.leafWeight().toString(), AT + "leafWeight");
        }
        for (int i = 0; i < io.weightDevice().size(); i++) {
            WeightDevice device = io.weightDevice().get(i);
            String number = device.major() + ":" + device.minor() + " ";
            String pointer = AT + "weightDevice/" + i;
            if (Limit.isSet(device.weight())) {
                directory.write(weight + "_device", number + device.weight(), pointer + "/weight");
            }
            if (Limit.isSet(device.leafWeight())) {
                directory.write("blkio.leaf_weight_device", number + device.leafWeight(), pointer + "/leafWeight");
            }
        }
    }

    private static void throttle(CgroupDirectory directory, String file, List<ThrottleDevice> devices,
            String property) {
        List<String> lines = new ArrayList<>();
        for (ThrottleDevice device : devices) {
            lines.add(device.major() + ":" + device.minor() + " " + Long.toUnsignedString(device.rate()));
        }
        directory.writeLines(file, lines, AT + property);
    }
}
