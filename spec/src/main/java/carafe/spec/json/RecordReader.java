package carafe.spec.json;

/** Reads one record; called when the reader stands at the start of its object. */
@FunctionalInterface
public interface RecordReader<T> {
    T read(JsonReader in);
}
