package carafe.image;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Stops the image build when {@code carafe.kernel.Libc} has a native method that {@link LibcInImage} does not bind; it
 * would otherwise be noticed by whoever first calls it. (The builder itself stops at a substitute without an original.)
 */
final class LibcCheck implements Feature {
    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        for (Method method : access.findClassByName("carafe.kernel.Libc").getDeclaredMethods()) {
            if (Modifier.isNative(method.getModifiers()) && !isSubstituted(method)) {
                throw new IllegalStateException("carafe.image.LibcInImage lacks " + method);
            }
        }
    }

    private static boolean isSubstituted(Method method) {
        try {
            Method substitute = LibcInImage.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
            return substitute.getReturnType() == method.getReturnType();
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
