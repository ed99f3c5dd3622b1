package carafe.image;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * What an image does to its process before the first line of Java runs, without the parts that a container runtime must
 * not do: the original raises the limit of open files to its maximum (containers would inherit that) and loads libnet,
 * which opens sockets to find out about IPv6. Nothing in Carafe uses java.net.
 */
@TargetClass(className = "com.oracle.svm.core.posix.PosixNativeLibrarySupport")
final class QuietStart {
    @Alias
    private native void loadJavaLibrary();

    @Substitute
    public boolean initializeBuiltinLibraries() {
        loadJavaLibrary();
        return true;
    }
}
