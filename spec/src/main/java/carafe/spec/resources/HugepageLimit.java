package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/**
 * How much memory of one huge page size may be reserved.
 *
 * @param pageSize as in the kernel's file names: "64KB", "2MB", "1GB"
 * @param limit    bytes, unsigned
 */
public record HugepageLimit(String pageSize, long limit) {
    static HugepageLimit read(JsonReader in) {
        String pageSize = null;
        Long limit = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                // runc reads keys in any case, and configs exist that spell this one so
                case "pageSize", "pagesize" -> pageSize = in.readText();
                case "limit" -> limit = in.readUint64();
                default -> in.skip();
            }
        }
        return new HugepageLimit(in.required("pageSize", pageSize), in.requiredLong("limit", limit));
    }
}
