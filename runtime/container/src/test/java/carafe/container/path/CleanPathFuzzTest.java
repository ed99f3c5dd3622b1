package carafe.container.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How paths are cleaned, against the class library's way. */
class CleanPathFuzzTest {
    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("", ".", "..", "a", "b", "...", "..a", " ", "\u00e9").list().ofMaxSize(12);
    }

    @Property
    void likeTheClassLibrary(@ForAll("names") List<String> names) {
        String path = String.join("/", names);
        assertEquals(Path.of("/" + path).normalize().toString(), RootedPath.clean(path));
    }

    @Property
    void twiceIsOnce(@ForAll("names") List<String> names) {
        String clean = RootedPath.clean(String.join("/", names));
        assertEquals(clean, RootedPath.clean(clean));
    }
}
