package carafe.container.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.CgroupFailed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"/a/b,/a/b", "/a//b/./c,/a/b/c", "/../../etc,/etc", "/a/../../b,/b", "/,/", "a/b,a/b",
        "../../a,a", "a/../b,b", "./a,a"})
    void pathsAreCleanedAndNeverLeadOut(String path, String clean) {
        assertEquals(clean, CgroupPath.of(path, "id"));
    }

    @Test
    void theIdIsTheDefault() {
        assertEquals("id", CgroupPath.of(null, "id"));
        assertEquals("id", CgroupPath.of("", "id"));
    }

    @Test
    void subCgroupsAreGivenForAllControllersOrByController() {
        assertEquals(Map.of("", "/a"), SubCgroups.parse(List.of("/a")));
        assertEquals(Map.of("cpu", "x", "memory", "x", "pids", "y"),
                SubCgroups.parse(List.of("cpu,memory:x", "pids:y")));
        assertEquals(Map.of(), SubCgroups.parse(List.of()));
    }

    @Test
    void ambiguousSubCgroupsAreRefused() {
        assertThrows(CgroupFailed.class, () -> SubCgroups.parse(List.of("a", "b")));
        assertThrows(CgroupFailed.class, () -> SubCgroups.parse(List.of("cpu:a", "cpu:b")));
        assertThrows(CgroupFailed.class, () -> SubCgroups.parse(List.of("cpu,:a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../..", "../base2", "/../x"})
    void subCgroupsStayBelowTheContainers(String path) {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> SubCgroups.below("/base", path));
        assertEquals("bad sub cgroup path: " + path + " is not a sub cgroup path", e.getMessage());
    }

    @Test
    void subCgroupsAreJoinedToTheContainers() {
        assertEquals("/base/a/b", SubCgroups.below("/base", "a//b/"));
        assertEquals("/base", SubCgroups.below("/base", "/"));
        assertEquals("/base/b", SubCgroups.below("/base", "a/../b"));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b/c, /a/b",
        "/a/b/c, /a/b, /a/b",
        "/a/b, /a/bc, /a",
        "/a/b, /a/b, /a/b",
        "/a, /b, ''",
        "/, /a, ''",
        "/.., /a, ''",
    })
    void theClosestCgroupAboveBoth(String one, String other, String common) {
        assertEquals(common, CgroupPath.common(one, other));
    }
}
