package carafe.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.fixtures.Eventually;
import carafe.kernel.FileCalls;
import carafe.kernel.Libc;
import carafe.kernel.SocketCalls;
import carafe.kernel.Spawn;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What systemd does for a unit with NotifyAccess=all and a descriptor store: takes messages, keeps descriptors. */
final class ServiceManager implements AutoCloseable {
    private static final int FIRST_PASSED = 3;
    private static final int MESSAGE = 4096;
    private static final int CONTROL = 24;

    private final Sys sys;
    private final Path path;
    private final int socket;
    private final List<String> messages = new ArrayList<>();
    private final Map<String, Integer> stored = new LinkedHashMap<>();

    ServiceManager(Sys sys, Path path) {
        this.sys = sys;
        this.path = path;
        socket = sys.unixSocket(SocketCalls.SOCK_DGRAM | SocketCalls.SOCK_NONBLOCK);
        sys.bind(socket, path.toString());
    }

    /** The value of NOTIFY_SOCKET. */
    String address() {
        return path.toString();
    }

    /** Takes what has come: all messages so far. */
    List<String> messages() {
        while (receive()) {
            // until there is nothing left
        }
        return messages;
    }

    /** The names in the store. */
    List<String> stored() {
        messages();
        return List.copyOf(stored.keySet());
    }

    void waitForStored(String... names) {
        Eventually.holds(() -> List.of(names) + " are stored, there are " + stored.keySet(),
                () -> stored().containsAll(List.of(names)));
    }

    private boolean receive() {
        int mark = sys.arena().mark();
        long text = sys.arena().allocate(MESSAGE, 8);
        long control = sys.arena().allocate(CONTROL, 8);
        long message = sys.arena().longs(0, 0, sys.arena().longs(text, MESSAGE), 1, control, CONTROL, 0);
        int length = sys.receiveMessage(socket, message);
        if (length > 0) {
            boolean hasFd = sys.memory().getLong(sys.offset(message + 40)) > 0;
            take(new String(sys.arena().getBytes(text, length), UTF_8), hasFd ? sys.arena().getInt(control + 16) : -1);
        }
        sys.arena().reset(mark);
        return length > 0;
    }

    private void take(String message, int fd) {
        messages.add(message);
        String name = null;
        for (String line : message.split("\n")) {
            name = line.startsWith("FDNAME=") ? line.substring("FDNAME=".length()) : name;
        }
        if (message.startsWith("FDSTORE=1\n")) {
            Integer old = stored.put(name, fd);
            close(old);
        } else if (message.startsWith("FDSTOREREMOVE=1\n")) {
            close(stored.remove(name));
        }
    }

    private void close(Integer fd) {
        if (fd != null) {
            sys.close(fd);
        }
    }

    /** Starts a unit's program as systemd does after a crash, and waits for it: its exit code. */
    int startAgain(Object... words) {
        List<String> arguments = new ArrayList<>(List.of("/bin/sh", "-c", "export LISTEN_PID=$$; exec \"$@\"", "sh"));
        for (Object word : words) {
            arguments.add(word.toString());
        }
        List<String> environment = List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "NOTIFY_SOCKET=" + address(),
                "LISTEN_FDS=" + stored.size(), "LISTEN_FDNAMES=" + String.join(":", stored.keySet()));
        Spawn spawn = new Spawn(sys.arena());
        // out of the way of the numbers they are to have
        List<Integer> high = new ArrayList<>();
        for (int fd : stored.values()) {
            high.add((int) Libc.call(Syscall.FCNTL, fd, FileCalls.F_DUPFD_CLOEXEC, 100));
        }
        for (int i = 0; i < high.size(); i++) {
            spawn.descriptor(high.get(i), FIRST_PASSED + i);
        }
        int pid = spawn.start("/bin/sh", arguments, environment);
        high.forEach(sys::close);
        sys.waitFor(pid, 0);
        return sys.waitStatus() >> 8 & 0xff;
    }

    @Override
    public void close() {
        messages();
        stored.values().forEach(sys::close);
        sys.close(socket);
    }
}
