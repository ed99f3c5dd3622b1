package carafe.example;

import carafe.container.Failure;
import carafe.container.api.ContainerUsage;
import carafe.container.api.Containers;
import carafe.container.api.ExitStatus;
import carafe.container.api.NewContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs ten containers of one bundle, four at a time, and prints what they used and how they ended:
 * {@code TenContainers STATE-ROOT BUNDLE}. The bundle's program is to run until it is killed, and there has to be a shell.
 */
public final class TenContainers {
    private static final int CONTAINERS = 10;
    private static final int THREADS = 4;
    private static final int SIGKILL = 9;

    private final Containers containers;
    private final NewContainer wanted;

    private TenContainers(Path stateRoot, Path bundle) {
        containers = Containers.under(stateRoot);
        wanted = NewContainer.of(bundle).build();
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: TenContainers STATE-ROOT BUNDLE");
            System.exit(2);
        }
        new TenContainers(Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() throws InterruptedException {
        List<Future<String>> lives = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < CONTAINERS; i++) {
                int number = i;
                lives.add(threads.submit(() -> live(number)));
            }
        }
        for (Future<String> life : lives) {
            try {
                System.out.println(life.get());
            } catch (ExecutionException e) {
                System.out.println(e.getCause() instanceof Failure failure ? "failed: " + failure.getMessage() : e);
            }
        }
    }

    private String live(int number) {
        String id = "ten-" + ProcessHandle.current().pid() + "-" + number;
        containers.create(id, wanted);
        try {
            containers.start(id);
            ExitStatus inside = containers.exec(id, List.of("/bin/sh", "-c", "exit " + number), List.of());
            ContainerUsage usage = containers.stats(id);
            containers.kill(id, SIGKILL);
            ExitStatus end = containers.await(id);
            return "container " + number + ": exec ended with " + inside.code() + ", the container with " + end.code()
                    + ", memory " + usage.memory() + " bytes";
        } finally {
            containers.forceDelete(id);
        }
    }
}
