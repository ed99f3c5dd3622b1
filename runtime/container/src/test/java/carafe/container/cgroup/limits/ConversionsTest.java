package carafe.container.cgroup.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.container.CgroupFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionsTest {
    @ParameterizedTest(name = "cpu.shares {0} is cpu.weight {1}")
    @CsvSource({"0,0", "1,1", "2,1", "4,2", "64,12", "128,21", "512,59", "1024,100", "2048,174", "262143,10000",
        "262144,10000", "-1,10000"})
    void sharesBecomeAWeightOnTheCurveThroughBothDefaults(long shares, long weight) {
        assertEquals(weight, Conversions.sharesToWeight(shares));
    }

    @ParameterizedTest(name = "memory+swap {0}, memory {1} is swap {2}")
    @CsvSource({"0,0,0", "0,-1,-1", "-1,100,-1", "0,100,0", "300,100,200", "100,100,0", "500,-1,500"})
    void swapIsWhatMemoryAndSwapExceedMemoryBy(long swap, long limit, long alone) {
        assertEquals(alone, Conversions.swapAlone(swap, limit));
    }

    @Test
    void swapThatCannotBeSubtractedIsRefusedWithItsPointer() {
        CgroupFailed withoutLimit = assertThrows(CgroupFailed.class, () -> Conversions.swapAlone(100, 0));
        assertEquals("/linux/resources/memory/swap", withoutLimit.pointer());
        CgroupFailed tooSmall = assertThrows(CgroupFailed.class, () -> Conversions.swapAlone(50, 100));
        assertEquals("memory+swap limit should be >= memory limit", tooSmall.getMessage());
    }

    @ParameterizedTest(name = "blkio weight {0} is io.weight {1}")
    @CsvSource({"0,0", "10,1", "1000,10000", "100,910", "500,4950"})
    void blockIoWeightIsScaledLinearly(long blkio, long io) {
        assertEquals(io, Conversions.blkioToIoWeight(blkio));
    }

    @ParameterizedTest(name = "quota {0} period {1} is \"{2}\"")
    @CsvSource({"50000,100000,50000 100000", "50000,0,50000", "-1,0,max", "-1,20000,max 20000", "0,20000,max 20000"})
    void bandwidthIsOneLine(long quota, long period, String line) {
        assertEquals(line, Conversions.cpuMax(quota, period));
    }

    @ParameterizedTest(name = "{0} is \"{1}\"")
    @CsvSource({"-1,max", "0,0", "12,12"})
    void negativeMeansNoLimitAndZeroIsALimit(long value, String text) {
        assertEquals(text, Conversions.maxIfNegative(value));
    }
}
