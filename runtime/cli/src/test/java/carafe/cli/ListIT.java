package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code list}. */
class ListIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void theTableHasOneLinePerContainer() {
        Container running = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        Container created = runtime.container(runtime.bundle());
        created.create().succeeds();

        List<String> lines = runtime.command("list").run().succeeds().stdout().lines().toList();
        assertEquals(List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"),
                List.of(lines.getFirst().trim().split(" +")));
        assertEquals(3, lines.size());
        String line = lines.stream().filter(l -> l.startsWith(running.id() + " ")).findFirst().orElseThrow();
        List<String> cells = List.of(line.split(" +"));
        assertEquals(Integer.toString(running.pid()), cells.get(1));
        assertEquals("running", cells.get(2));
        assertEquals(running.bundle().directory().toString(), cells.get(3));
        assertEquals("root", cells.get(5));
    }

    @Test
    void columnsAreAtLeastTwelveWideAndThreeApart() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        List<String> lines = runtime.command("list").run().succeeds().stdout().lines().toList();
        for (String column : List.of("PID", "STATUS", "BUNDLE", "CREATED", "OWNER")) {
            int at = lines.getFirst().indexOf(column);
            assertEquals("   ", lines.get(1).substring(at - 3, at), lines::toString);
        }
        assertEquals(12, lines.getFirst().indexOf("STATUS") - lines.getFirst().indexOf("PID"));
    }

    @Test
    void quietGivesTheIdsOnly() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        assertEquals(container.id() + "\n", runtime.command("list", "-q").run().succeeds().stdout());
        assertEquals(container.id() + "\n", runtime.command("list", "--quiet").run().succeeds().stdout());
    }

    @Test
    void jsonIsOneArrayOfStates() {
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        JsonNode list = runtime.command("list", "--format", "json").run().succeeds().json();
        assertEquals(1, list.size());
        assertEquals(container.id(), list.get(0).path("id").asText());
        assertEquals("created", list.get(0).path("status").asText());
        assertEquals("root", list.get(0).path("owner").asText());
    }

    @Test
    void jsonOfNoContainersIsNull() {
        runtime.container(runtime.bundle()).run().succeeds();
        assertEquals("null", runtime.command("list", "-f", "json").run().succeeds().stdout().strip());
    }

    @Test
    void anUnknownFormatIsNamed() {
        runtime.container(runtime.bundle()).run().succeeds();
        runtime.command("list", "--format", "poem").run().fails(1, "invalid format option");
    }

    @Test
    void aRootThatIsNotThereIsAnError() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 prints an empty list, later versions fail");
        Result result = runtime.bareCommand("--root", runtime.directory().resolve("nowhere"), "list").run().exits(1);
        assertTrue(result.stderr().contains("no such file or directory"), result.stderr());
    }

    @Test
    void aStoppedContainerIsListedWithPidZero() {
        Container container = runtime.container(runtime.bundle()).createAndStart();
        assertEquals(0, container.exitStatus());
        container.await("stopped");
        JsonNode listed = runtime.command("list", "--format=json").run().succeeds().json().get(0);
        assertEquals("stopped", listed.path("status").asText());
        assertEquals(0, listed.path("pid").asInt());
    }

    @Test
    void whatACreateThatWasKilledHasLeftIsWarnedOfOnceItIsOld() throws Exception {
        runtime.peer().onlyCarafe("runc warns at once, crun not at all");
        Path left = Files.createDirectories(runtime.stateRoot().resolve(runtime.newId()));
        assertEquals("", runtime.command("list").run().succeeds().stderr());
        Eventually.holds("a warning names it", () -> runtime.command("list").run().succeeds().stderr()
                .contains("load container " + left.getFileName() + ": container does not exist"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            created    | null                 | /created: found nothing
            created    | ""                   | /created: found nothing
            ociVersion | null                 | /ociVersion: found nothing
            rootfs     | 7                    | /rootfs: found 7
            cgroup     | {}                   | /cgroup/driver: found nothing
            cgroup     | {"driver": "abacus"} | /cgroup/driver: found
            cgroup     | []                   | /cgroup: found an array
            ''         | []                   | found an array
            ''         | ''                   | found an empty file
            """)
    void aDamagedStateIsToldByNameAndTheOthersAreListed(String property, String value, String finding)
            throws IOException {
        runtime.peer().onlyCarafe("others have other files");
        Container damaged = runtime.container(runtime.bundle());
        damaged.create().succeeds();
        Container sound = runtime.container(runtime.bundle());
        sound.create().succeeds();
        Path file = runtime.stateRoot().resolve(damaged.id()).resolve("state.json");
        byte[] before = Files.readAllBytes(file);
        String state = property.isEmpty() ? value
                : ((ObjectNode) Json.parse(Files.readString(file))).set(property, Json.parse(value)).toString();
        Files.writeString(file, state);
        try {
            for (String verb : List.of("state", "start", "kill", "delete")) {
                String message = runtime.command(verb, damaged.id()).run().exits(1).stderr();
                assertTrue(message.contains(file + ": " + finding), message);
                assertEquals(1, message.lines().count(), message);
            }
            Result list = runtime.command("list", "--format", "json").run().succeeds();
            assertEquals(1, list.json().size());
            assertEquals(sound.id(), list.json().get(0).path("id").asText());
            assertTrue(list.stderr().contains("load container " + damaged.id() + ": " + file + ": " + finding),
                    list.stderr());
            assertTrue(runtime.command("list").run().succeeds().stdout().contains(sound.id()));
        } finally {
            Files.write(file, before);
        }
    }

    @Test
    void aStateWithoutEndIsToldByName() throws IOException {
        runtime.peer().onlyCarafe("runc takes all memory there is");
        Container container = runtime.container(runtime.bundle());
        container.create().succeeds();
        Path file = runtime.stateRoot().resolve(container.id()).resolve("state.json");
        Path kept = Files.move(file, runtime.directory().resolve("kept"));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
            runtime.command("state", container.id()).run().fails(1, file + ": file too large, expected what create wrote");
        } finally {
            Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
