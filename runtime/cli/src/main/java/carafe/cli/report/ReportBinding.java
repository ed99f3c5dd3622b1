package carafe.cli.report;

import carafe.spec.json.YamlForm;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;

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
        for (Class<?> type : Reports.TYPES) {
            ObjectWriter writer = JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build()
                    .writer(printer).forType(type);
            JSON.put(type, writer);
            YAML.put(type, writer.with(YamlForm.FACTORY));
        }
    }

    private ReportBinding() {
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
