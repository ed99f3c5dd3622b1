package carafe.cli.report;

import carafe.container.doctor.Diagnosis;
import carafe.container.inspect.Inspection;
import carafe.container.seccomp.SeccompListing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Prints reports. */
public final class Reports {
    /** Every record that is printed as a whole; native images prepare these, with all they consist of, for binding. */
    public static final List<Class<?>> TYPES = List.of(Diagnosis.class, Inspection.class, SeccompAnswer.class,
            SeccompListing.class);

    private Reports() {
    }

    /**
     * The report in a format, ended by a newline.
     *
     * @param report one of {@link #TYPES}
     * @param text   writes it as text
     */
    public static byte[] print(ReportFormat format, Object report, Page page, Consumer<Page> text) {
        return switch (format) {
            case JSON -> withNewline(ReportBinding.json(report));
            case YAML -> ReportBinding.yaml(report);
            case TEXT -> {
                text.accept(page);
                yield page.text().getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static byte[] withNewline(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
