package carafe.cli.report;

import carafe.spec.json.YamlForm;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Binds the records of reports to JSON and YAML. Components that are null are left out.
 *
 * <p>The writers are made when this class is initialised, which in a native image is when that is built: then all that
 * is left of data binding is a call of each component. Only verbs that print reports touch this class.
 */
final class ReportBinding {
    private static final Map<Class<?>, ObjectWriter> JSON = new HashMap<>();
    private static final Map<Class<?>, ObjectWriter> YAML = new HashMap<>();

    static {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        JsonInclude.Value given = JsonInclude.Value.construct(JsonInclude.Include.NON_NULL,
                JsonInclude.Include.NON_NULL);
        // one mapper, as what it has learnt of a type is shared by all its writers; they keep no more of it than that
        JsonMapper mapper = JsonMapper.builder().defaultPropertyInclusion(given).build();
        Set<Class<?>> known = new HashSet<>();
        for (Class<?> type : Reports.TYPES) {
            learn(type, mapper, known);
            ObjectWriter writer = mapper.writer(printer).forType(type);
            JSON.put(type, writer);
            YAML.put(type, writer.with(YamlForm.FACTORY));
        }
    }

    private ReportBinding() {
    }

    /**
     * Makes the mapper look at a record and at all it consists of. Those in lists it would otherwise look at only when
     * it meets the first, and in a native image not find what it looks for.
     */
    private static void learn(Type type, JsonMapper mapper, Set<Class<?>> known) {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                learn(argument, mapper, known);
            }
        } else if (type instanceof Class<?> kind && kind.isRecord() && known.add(kind)) {
            mapper.writerFor(kind);
            for (RecordComponent component : kind.getRecordComponents()) {
                learn(component.getGenericType(), mapper, known);
            }
        }
    }

    static byte[] json(Object report) {
        return write(JSON, report);
    }

    static byte[] yaml(Object report) {
        return write(YAML, report);
    }

    private static byte[] write(Map<Class<?>, ObjectWriter> writers, Object report) {
        try {
            return writers.get(report.getClass()).writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written: " + e.getOriginalMessage(), e);
        }
    }
}
