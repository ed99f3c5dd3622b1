package carafe.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * An engine as Java programs use it: over its API, by Testcontainers, with the image {@code check:1} that is there already.
 * {@code scripts/engines/run} starts Podman's service or dockerd over the runtime under test, and names it in DOCKER_HOST.
 */
class TestcontainersTest {
    private static final DockerImageName IMAGE = DockerImageName.parse("localhost/check:1");
    private static final String SERVER = "mkdir /www; echo page >/www/index.html; echo ready; exec httpd -f -p 8080 -h /www";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void closeTheLastFirst() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void logsOfACommandThatEnds() {
        GenericContainer<?> container = container("sh", "-c", "echo out; echo err >&2")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));
        container.start();
        assertEquals("out", container.getLogs(org.testcontainers.containers.output.OutputFrame.OutputType.STDOUT).strip());
        assertEquals("err", container.getLogs(org.testcontainers.containers.output.OutputFrame.OutputType.STDERR).strip());
    }

    @Test
    void waitsForALineOfTheLog() throws Exception {
        GenericContainer<?> container = container("sh", "-c", "sleep 0.5; echo line one; echo line two; sleep 1000")
                .waitingFor(Wait.forLogMessage("line two\\n", 1).withStartupTimeout(PATIENCE));
        container.start();
        WaitingConsumer followed = new WaitingConsumer();
        container.followOutput(followed);
        followed.waitUntil(frame -> frame.getUtf8String().contains("line one"), 60, java.util.concurrent.TimeUnit.SECONDS);
        assertTrue(container.isRunning());
    }

    @Test
    void waitsForAHealthCheck() {
        GenericContainer<?> container = container("sh", "-c", "touch /ok; sleep 1000")
                .withCreateContainerCmdModifier(create -> create.withHealthcheck(new com.github.dockerjava.api.model.HealthCheck()
                        .withTest(List.of("CMD", "test", "-e", "/ok"))
                        .withInterval(1_000_000_000L)
                        .withRetries(3)));
        container.start();
        assertTrue(container.isRunning());
        assertEquals(List.of("CMD", "test", "-e", "/ok"), container.getContainerInfo().getConfig().getHealthcheck().getTest());
    }

    @Test
    void execTellsStreamsAndStatus() throws Exception {
        GenericContainer<?> container = sleeper();
        ExecResult result = container.execInContainer("sh", "-c", "echo out; echo err >&2; exit 7");
        assertEquals("out\n", result.getStdout());
        assertEquals("err\n", result.getStderr());
        assertEquals(7, result.getExitCode());
        assertEquals(
                "5\n",
                container.execInContainer(ExecConfig.builder().user("5:6").command(new String[] {"id", "-u"}).build())
                        .getStdout());
    }

    @Test
    void anExposedPortAnswersHere() throws Exception {
        GenericContainer<?> container = container("sh", "-c", SERVER)
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/").forStatusCode(200).withStartupTimeout(PATIENCE));
        container.start();
        assertEquals("page\n", get(container.getMappedPort(8080)));
        // the same port is there after a restart
        container.getDockerClient().restartContainerCmd(container.getContainerId()).withTimeout(0).exec();
        int port = port(container);
        for (int i = 0; i < 300 && !answers(port); i++) {
            Thread.sleep(100);
        }
        assertEquals("page\n", get(port));
    }

    @Test
    void aNetworkKnowsAliases() throws Exception {
        Network network = Network.newNetwork();
        opened.add(network);
        GenericContainer<?> server = container("sh", "-c", SERVER)
                .withNetwork(network)
                .withNetworkAliases("web")
                .waitingFor(Wait.forLogMessage("ready\\n", 1).withStartupTimeout(PATIENCE));
        GenericContainer<?> client = container("sleep", "1000").withNetwork(network).dependsOn(server);
        // which starts the server first
        client.start();
        assertTrue(server.isRunning());
        assertEquals("page\n", client.execInContainer("wget", "-qO-", "http://web:8080/").getStdout());
    }

    @Test
    void filesGoInAndOut() throws Exception {
        Path sent = Files.writeString(directory.resolve("sent"), "sent\n");
        GenericContainer<?> container = container("sleep", "1000")
                .withCopyFileToContainer(MountableFile.forHostPath(sent), "/given/before")
                .withCopyToContainer(Transferable.of("made\n", 0640), "/given/made");
        container.start();
        assertEquals("sent\n", container.execInContainer("cat", "/given/before").getStdout());
        assertEquals("640\n", container.execInContainer("stat", "-c", "%a", "/given/made").getStdout());
        container.copyFileToContainer(Transferable.of(new byte[3_000_000]), "/big");
        byte[] back = container.copyFileFromContainer("/big", in -> in.readAllBytes());
        assertEquals(3_000_000, back.length);
    }

    @Test
    @SuppressWarnings("deprecation") // there is no other call for a bind mount
    void directoriesAreShared() throws Exception {
        Files.writeString(directory.resolve("file"), "here\n");
        GenericContainer<?> container = container("sleep", "1000")
                .withFileSystemBind(directory.toString(), "/there", BindMode.READ_ONLY)
                .withTmpFs(java.util.Map.of("/scratch", "rw,size=1m"));
        container.start();
        assertEquals("here\n", container.execInContainer("cat", "/there/file").getStdout());
        assertFalse(container.execInContainer("touch", "/there/other").getExitCode() == 0);
        assertEquals(0, container.execInContainer("touch", "/scratch/file").getExitCode());
    }

    @Test
    void environmentUserAndWorkingDirectory() throws Exception {
        GenericContainer<?> container = container("sh", "-c", "echo $A $PWD $(id -u)")
                .withEnv("A", "b")
                .withWorkingDirectory("/tmp")
                .withCreateContainerCmdModifier(create -> create.withUser("5:6"))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));
        container.start();
        assertEquals("b /tmp 5", container.getLogs().strip());
    }

    @Test
    void twentyAtOnce() throws Exception {
        List<GenericContainer<?>> containers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String name = "number " + i;
                GenericContainer<?> container = container("sh", "-c", "echo " + name + " >/name; sleep 1000");
                containers.add(container);
                answers.add(threads.submit(() -> {
                    container.start();
                    for (int tries = 0; tries < 300; tries++) {
                        ExecResult result = container.execInContainer("cat", "/name");
                        if (result.getStdout().endsWith("\n")) {
                            return result.getStdout();
                        }
                        Thread.sleep(100);
                    }
                    return "nothing";
                }));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals("number " + i + "\n", answers.get(i).get());
            }
        }
        for (GenericContainer<?> container : containers) {
            container.stop();
        }
        DockerClient client = DockerClientFactory.instance().client();
        List<Container> left = client.listContainersCmd().withShowAll(true).exec();
        assertEquals(List.of(), left.stream().map(Container::getId).toList());
    }

    private GenericContainer<?> container(String... command) {
        GenericContainer<?> container = new GenericContainer<>(IMAGE).withImagePullPolicy(name -> false).withCommand(command);
        opened.add(container);
        return container;
    }

    private GenericContainer<?> sleeper() {
        GenericContainer<?> container = container("sleep", "1000");
        container.start();
        return container;
    }

    /** The port that is mapped now, which the container's object keeps from its first start. */
    private static int port(GenericContainer<?> container) {
        return Integer.parseInt(container.getCurrentContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(com.github.dockerjava.api.model.ExposedPort.tcp(8080))[0]
                .getHostPortSpec());
    }

    private static boolean answers(int port) throws InterruptedException {
        try {
            return get(port).equals("page\n");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static String get(int port) throws java.io.IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
        }
    }
}
