package carafe.image;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * Lets the image call the components of the records that are printed as reports: those that
 * {@code carafe.cli.report.Reports} names, and all they consist of.
 */
final class ReportRecords implements Feature {
    private final Set<Class<?>> known = new HashSet<>();

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        try {
            Field types = access.findClassByName("carafe.cli.report.Reports").getField("TYPES");
            for (Object type : (List<?>) types.get(null)) {
                register((Class<?>) type);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("carafe.cli.report.Reports has no list of reports", e);
        }
    }

    private void register(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                register(argument);
            }
        } else if (type instanceof Class<?> kind && kind.isRecord() && known.add(kind)) {
            RuntimeReflection.register(kind);
            // the binding looks for the canonical one before it reads a component
            RuntimeReflection.register(kind.getDeclaredConstructors());
            RuntimeReflection.registerAllRecordComponents(kind);
            for (RecordComponent component : kind.getRecordComponents()) {
                RuntimeReflection.register(component.getAccessor());
                register(component.getGenericType());
            }
        }
    }
}
