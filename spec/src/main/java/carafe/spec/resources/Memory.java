package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/**
 * Limits in bytes, -1 for unlimited; null where absent.
 *
 * @param swap       memory and swap together
 * @param kernel     obsolete, ignored by kernels since 5.4
 * @param kernelTCP  obsolete
 * @param swappiness 0 to 100
 */
public record Memory(
        Long limit,
        Long reservation,
        Long swap,
        Long kernel,
        Long kernelTCP,
        Long swappiness,
        Boolean disableOOMKiller,
        Boolean useHierarchy,
        Boolean checkBeforeUpdate) {

    static Memory read(JsonReader in) {
        Long limit = null;
        Long reservation = null;
        Long swap = null;
        Long kernel = null;
        Long kernelTcp = null;
        Long swappiness = null;
        Boolean disableOomKiller = null;
        Boolean useHierarchy = null;
        Boolean checkBeforeUpdate = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "limit" -> limit = in.readInt64();
                case "reservation" -> reservation = in.readInt64();
                case "swap" -> swap = in.readInt64();
                case "kernel" -> kernel = in.readInt64();
                case "kernelTCP" -> kernelTcp = in.readInt64();
                case "swappiness" -> swappiness = in.readUint64();
                case "disableOOMKiller" -> disableOomKiller = in.readBoolean();
                case "useHierarchy" -> useHierarchy = in.readBoolean();
                case "checkBeforeUpdate" -> checkBeforeUpdate = in.readBoolean();
                default -> in.skip();
            }
        }
        return new Memory(limit, reservation, swap, kernel, kernelTcp, swappiness,
                disableOomKiller, useHierarchy, checkBeforeUpdate);
    }
}
