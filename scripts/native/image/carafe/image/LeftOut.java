package carafe.image;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;

/**
 * Doors of the JDK through which code that Carafe never runs would come into an image: behind them lie name resolution,
 * network interfaces, zip files with inflation, and java.util.logging with its configuration files.
 */
final class LeftOut {
    private LeftOut() {
    }

    /** Service loaders and resource bundles would open URLs, had they not been resolved when the image was built. */
    @TargetClass(URL.class)
    static final class Urls {
        private Urls() {
        }

        @Substitute
        public URLConnection openConnection() throws IOException {
            throw new IOException("this program opens no URLs");
        }

        /** Two URLs are compared by their names. */
        @Substitute
        synchronized InetAddress getHostAddress() {
            return null;
        }
    }

    /** The JDK would complain to a logger of a locale provider that fails; the image has its one locale built in. */
    @TargetClass(System.class)
    static final class Loggers {
        private Loggers() {
        }

        @Substitute
        public static System.Logger getLogger(String name) {
            throw new IllegalStateException("this program has no logger " + name);
        }
    }

    /** Texts of the JDK's own resource bundles are in the image as they are. */
    @TargetClass(className = "com.oracle.svm.core.jdk.localization.compression.GzipBundleCompression")
    static final class Compression {
        private Compression() {
        }

        @Substitute
        private static Map<String, Object> decompressBundle(byte[] compressed) {
            throw new IllegalStateException("this program has no compressed resource bundle");
        }
    }
}
