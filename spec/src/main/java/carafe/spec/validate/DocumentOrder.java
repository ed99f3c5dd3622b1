package carafe.spec.validate;

import carafe.spec.json.Finding;
import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the values of a document stand in it, to list findings in the order in which a person reads the file. */
final class DocumentOrder {
    private final Map<String, Integer> positions = new HashMap<>();

    private DocumentOrder() {
    }

    static DocumentOrder of(String file, byte[] json) {
        DocumentOrder order = new DocumentOrder();
        JsonReader.forEachValue(json, Findings.collecting(file),
                pointer -> order.positions.putIfAbsent(pointer, order.positions.size()));
        return order;
    }

    /** Sorted by position; findings about the same value stay in the order in which they were made. */
    List<Finding> sort(List<Finding> findings) {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparingInt(finding -> position(finding.pointer())));
        return sorted;
    }

    /** A property that is missing stands where the object stands that should have it. */
    private int position(String pointer) {
        String existing = pointer;
        while (!positions.containsKey(existing)) {
            existing = existing.substring(0, existing.lastIndexOf('/'));
        }
        return positions.get(existing);
    }
}
