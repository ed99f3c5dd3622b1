package carafe.spec.resources;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * Block device bandwidth; {@code Bps} in bytes per second, {@code IOPS} in operations per second.
 *
 * @param weight     null if absent
 * @param leafWeight null if absent; only the CFQ scheduler of cgroup v1 knew it
 */
public record BlockIo(
        Integer weight,
        Integer leafWeight,
        List<WeightDevice> weightDevice,
        List<ThrottleDevice> throttleReadBpsDevice,
        List<ThrottleDevice> throttleWriteBpsDevice,
        List<ThrottleDevice> throttleReadIOPSDevice,
        List<ThrottleDevice> throttleWriteIOPSDevice) {

    static BlockIo read(JsonReader in) {
        Integer weight = null;
        Integer leafWeight = null;
        List<WeightDevice> weightDevice = List.of();
        List<ThrottleDevice> readBps = List.of();
        List<ThrottleDevice> writeBps = List.of();
        List<ThrottleDevice> readIops = List.of();
        List<ThrottleDevice> writeIops = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "weight" -> weight = in.readUint16();
                case "leafWeight" -> leafWeight = in.readUint16();
                case "weightDevice" -> weightDevice = in.readRecords(WeightDevice::read);
                case "throttleReadBpsDevice" -> readBps = in.readRecords(ThrottleDevice::read);
                case "throttleWriteBpsDevice" -> writeBps = in.readRecords(ThrottleDevice::read);
                case "throttleReadIOPSDevice" -> readIops = in.readRecords(ThrottleDevice::read);
                case "throttleWriteIOPSDevice" -> writeIops = in.readRecords(ThrottleDevice::read);
                default -> in.skip();
            }
        }
        return new BlockIo(weight, leafWeight, weightDevice, readBps, writeBps, readIops, writeIops);
    }
}
