package carafe.container.cgroup.systemd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.dbus.DbusValue;
import carafe.container.cgroup.devices.DevicePolicy;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import carafe.spec.resources.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {
    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource({
        "system.slice:docker:1234,docker-1234.scope,/system.slice/docker-1234.scope",
        "machine-a-b.slice:p:x,p-x.scope,/machine.slice/machine-a.slice/machine-a-b.slice/p-x.scope",
        ":p:x,p-x.scope,/system.slice/p-x.scope",
        "user.slice::x,x.scope,/user.slice/x.scope",
        "-.slice:p:x,p-x.scope,/p-x.scope",
        "kube.slice:ignored:kube-pod.slice,kube-pod.slice,/kube.slice/kube-pod.slice",
    })
    void cgroupsPathNamesSliceAndUnit(String cgroupsPath, String unit, String path) {
        UnitName name = UnitName.of(cgroupsPath, "id");
        assertEquals(unit, name.unit());
        assertEquals(path, name.path("system.slice"));
    }

    @Test
    void withoutAPathTheUnitIsNamedAfterTheContainer() {
        assertEquals("carafe-id.scope", UnitName.of(null, "id").unit());
        assertEquals("/user.slice/carafe-id.scope", UnitName.of(null, "id").path("user.slice"));
        assertEquals("carafe-id.scope", UnitName.ofDirectory("/sys/fs/cgroup/system.slice/carafe-id.scope").unit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "a:b", "a:b:c:d", "s.slice:p:"})
    void anythingButThreePartsIsRefused(String cgroupsPath) {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> UnitName.of(cgroupsPath, "id"));
        assertEquals("/linux/cgroupsPath", e.pointer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a--b.slice", "-a.slice", "a-.slice", ".slice", "a", "a/b.slice"})
    void badSliceNamesAreRefused(String slice) {
        assertThrows(CgroupFailed.class, () -> UnitName.directoryOf(slice));
    }

    @Test
    void annotationsBecomeProperties() {
        assertEquals(List.of(new UnitProperty("CollectMode", DbusValue.text("inactive-or-failed"))),
                AnnotatedProperties.of(Map.of(
                        "org.systemd.property.CollectMode", "'inactive-or-failed'", "other", "1")));
        assertEquals(List.of(new UnitProperty("TimeoutStopUSec", DbusValue.uint64(5_000_000))),
                AnnotatedProperties.of(Map.of("org.systemd.property.TimeoutStopSec", "5")));
        assertEquals(List.of(new UnitProperty("TimeoutStopUSec", DbusValue.uint64(7))),
                AnnotatedProperties.of(Map.of("org.systemd.property.TimeoutStopUSec", "uint64 7")));
        CgroupFailed e = assertThrows(CgroupFailed.class,
                () -> AnnotatedProperties.of(Map.of("org.systemd.property.A1b", "true")));
        assertEquals("/annotations/org.systemd.property.A1b", e.pointer());
    }

    @Test
    void valuesAreWrittenAsGlibWritesThem() {
        assertEquals(DbusValue.bool(true), VariantText.parse("true"));
        assertEquals(new DbusValue.Scalar('i', -3), VariantText.parse(" -3 "));
        assertEquals(new DbusValue.Scalar('d', Double.doubleToLongBits(1.5)), VariantText.parse("1.5"));
        assertEquals(DbusValue.text("it's \"x\"\n"), VariantText.parse("'it\\'s \"x\"\\n'"));
        assertEquals(DbusValue.array("s", List.of(DbusValue.text("a"), DbusValue.text("b"))),
                VariantText.parse("['a', \"b\"]"));
        assertEquals(DbusValue.array("s", List.of()), VariantText.parse("@as []"));
        assertEquals(DbusValue.array("t", List.of(DbusValue.uint64(1))), VariantText.parse("@at [1]"));
        assertEquals(new DbusValue.Text('o', "/a"), VariantText.parse("objectpath '/a'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "maybe", "[]", "['a', 1]", "'open", "[1", "byte 256", "uint32 -1", "1 2", "uint64 'x"})
    void whatIsNoValueIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> VariantText.parse(text));
    }

    @Test
    void processorListsBecomeBits() {
        assertArrayEquals(new byte[] {(byte) 0b10001111}, RangeBits.of("0-3,7"));
        assertArrayEquals(new byte[] {0, 3}, RangeBits.of("8, 9,"));
        assertThrows(CgroupFailed.class, () -> RangeBits.of("3-1"));
        assertThrows(CgroupFailed.class, () -> RangeBits.of(","));
        assertThrows(CgroupFailed.class, () -> RangeBits.of("0-99999999"));
    }

    @Test
    void aQuotaIsRoundedUpToWholePercentsAsSystemdDoes() {
        Resources exact = resources(new Cpu(null, 12_345L, null, 100_000L, null, null, null, null, null));
        assertEquals(13_000, UnitLimits.asRounded(exact).cpu().quota());
        Resources whole = resources(new Cpu(null, 50_000L, null, 100_000L, null, null, null, null, null));
        assertEquals(50_000, UnitLimits.asRounded(whole).cpu().quota());
        Resources none = resources(new Cpu(null, -1L, null, 100_000L, null, null, null, null, null));
        assertEquals(-1, UnitLimits.asRounded(none).cpu().quota());
    }

    private static Resources resources(Cpu cpu) {
        return new Resources(List.of(), null, cpu, null, null, List.of(), null, Map.of(), Map.of());
    }

    @Test
    void devicesAreAllowedByPathOrKind() {
        List<UnitProperty> properties = UnitDevices.of(DevicePolicy.ofContainer(List.of(
                new DeviceRule(false, DeviceRuleType.ALL, null, null, null))));
        assertEquals(List.of("DeviceAllow", "DevicePolicy", "DeviceAllow"),
                properties.stream().map(UnitProperty::name).toList());
        DbusValue.Array list = (DbusValue.Array) properties.get(2).value();
        assertEquals(DbusValue.struct(DbusValue.text("char-*"), DbusValue.text("m")), list.values().get(0));
        assertEquals(DbusValue.struct(DbusValue.text("/dev/char/1:3"), DbusValue.text("rwm")), list.values().get(2));
        List<UnitProperty> all = UnitDevices.of(DevicePolicy.ofContainer(List.of(
                new DeviceRule(true, DeviceRuleType.ALL, null, null, null))));
        assertEquals(UnitProperty.of("DevicePolicy", "auto"), all.get(1));
    }

    @Test
    void managersAreFoundByTheirSockets() {
        assertEquals(List.of(new ManagerSocket("/tmp/a b", true), new ManagerSocket("/run/user/5/bus", true),
                        new ManagerSocket("/run/user/5/systemd/private", false)),
                ManagerSocket.ofUser("/run/user/5", "tcp:host=x;unix:path=/tmp/a%20b,guid=0"));
        assertEquals(List.of(), ManagerSocket.ofUser(null, null));
    }

    @Test
    void versionsAreNumbersWithOrnaments() {
        assertEquals(245, Systemd.parseVersion("v245.4-1.fc32"));
        assertEquals(252, Systemd.parseVersion("252.39-1~deb12u1"));
        assertEquals(-1, Systemd.parseVersion("unknown"));
    }
}
