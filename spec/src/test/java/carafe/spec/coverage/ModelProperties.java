package carafe.spec.coverage;

import carafe.spec.Config;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every property that the records below {@link Config} have a component for, in the notation of the table. */
final class ModelProperties {
    /** Components that could not be called like their property, since that is a word of the language. */
    private static final Map<String, String> RENAMED =
            Map.of("ioClass", "class", "initialCpus", "initial", "finalCpus", "final");

    private ModelProperties() {
    }

    static List<String> all() {
        List<String> properties = new ArrayList<>();
        addComponents(Config.class, "", properties);
        return properties;
    }

    static String propertyName(RecordComponent component) {
        return RENAMED.getOrDefault(component.getName(), component.getName());
    }

    private static void addComponents(Class<?> type, String prefix, List<String> properties) {
        for (RecordComponent component : type.getRecordComponents()) {
            String property = prefix + propertyName(component);
            properties.add(property);
            addBelow(component.getGenericType(), property, properties);
        }
    }

    private static void addBelow(Type type, String property, List<String> properties) {
        if (type instanceof Class<?> record && record.isRecord()) {
            addComponents(record, property + ".", properties);
        } else if (type instanceof ParameterizedType collection) {
            Type[] arguments = collection.getActualTypeArguments();
            String suffix = collection.getRawType() == Map.class ? ".*" : "[]";
            addBelow(arguments[arguments.length - 1], property + suffix, properties);
        }
    }
}
