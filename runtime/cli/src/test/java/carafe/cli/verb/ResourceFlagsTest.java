package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import carafe.cli.args.ArgumentParser;
import carafe.container.Refused;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceFlagsTest {

    private static Resources update(String... words) {
        return ResourceFlags.of(ArgumentParser.parse(UpdateVerb.SYNTAX, words, 0));
    }

    @Test
    void whatIsNotNamedIsAbsent() {
        Resources resources = update("id");
        assertEquals(new Memory(null, null, null, null, null, null, null, null, null), resources.memory());
        assertEquals(new Cpu(null, null, null, null, null, null, null, null, null), resources.cpu());
        assertNull(resources.pids());
        assertNull(resources.blockIO());
    }

    @Test
    void everyFlagHasItsProperty() {
        Resources resources = update("--memory", "64m", "--memory-reservation=32M", "--memory-swap", "-1",
                "--cpu-share", "512", "--cpu-quota", "-1", "--cpu-burst", "7", "--cpu-period", "100000",
                "--cpu-rt-runtime", "8", "--cpu-rt-period", "9", "--cpuset-cpus", "0-1", "--cpuset-mems", "0",
                "--cpu-idle", "1", "--pids-limit", "0", "--blkio-weight", "500", "id");
        assertEquals(new Memory(67_108_864L, 33_554_432L, -1L, null, null, null, null, null, null),
                resources.memory());
        assertEquals(new Cpu(512L, -1L, 7L, 100_000L, 8L, 9L, "0-1", "0", 1L), resources.cpu());
        assertEquals(0L, resources.pids().limit());
        assertEquals(500, resources.blockIO().weight());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--cpu-period=abc | invalid value for cpu-period: parsing \"abc\": invalid syntax",
            "--cpu-share=-1 | invalid value for cpu-share: parsing \"-1\": invalid syntax",
            "--cpu-quota=1.5 | invalid value for cpu-quota: parsing \"1.5\": invalid syntax",
            "--cpu-idle=x | invalid value for cpu-idle: parsing \"x\": invalid syntax",
            "--memory=100x | invalid value for memory: invalid suffix: 'x'",
            "--memory-swap=big | invalid value for memory-swap: invalid size: 'big'",
            "--blkio-weight=70000 | invalid value for blkio-weight: parsing \"70000\": invalid syntax",
    })
    void aMalformedValueIsNamed(String word, String message) {
        assertEquals(message, assertThrows(Refused.class, () -> update(word, "id")).getMessage());
    }

    @Test
    void anEmptyValueIsNoValue() {
        assertNull(update("--memory=", "id").memory().limit());
    }
}
