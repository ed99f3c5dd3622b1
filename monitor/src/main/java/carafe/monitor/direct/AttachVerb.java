package carafe.monitor.direct;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.option.DirectVerb;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.UsageException;
import carafe.shim.AttachFrame;
import carafe.shim.ControlRequest;
import carafe.shim.MonitorClient;
import carafe.shim.ProtocolException;
import java.io.IOException;
import java.util.List;

/**
 * {@code attach ID}: joins a container's output, with the latest of it first, and its input. Ends with the container,
 * and exits with its code; end of input ends the container's input.
 */
final class AttachVerb {
    private static final long REPLAY = 64 * 1024;
    private static final int BUFFER = 16 * 1024;

    private final Direct direct;
    private final Sys sys;

    AttachVerb(Direct direct) {
        this.direct = direct;
        this.sys = direct.sys();
    }

    int run(List<String> words) throws UsageException, ProtocolException, IOException {
        String id = Direct.onlyWord(DirectVerb.ATTACH, words);
        StateDirectory state = direct.state(id);
        state.check(id);
        KernelChannel channel = direct.channel(Direct.controlSocket(state));
        try (MonitorClient monitor = MonitorClient.over(channel)) {
            boolean terminal = monitor.call(new ControlRequest.State()).flag("terminal");
            monitor.call(new ControlRequest.Attach(REPLAY, true));
            try (RawTerminal _ = RawTerminal.enter(sys, 0, terminal)) {
                return new Session(monitor, channel).run();
            }
        }
    }

    /** Copies in both directions until the monitor sends the exit code. */
    private final class Session {
        private final MonitorClient monitor;
        private final EventLoop loop = new EventLoop(sys);
        private final long buffer = sys.arena().allocate(BUFFER, 8);
        private int code = -1;
        private Exception failure;

        Session(MonitorClient monitor, KernelChannel channel) {
            this.monitor = monitor;
            loop.add(channel.fd(), Sys.EPOLLIN, events -> guarded(this::output));
            loop.add(0, Sys.EPOLLIN, events -> guarded(this::input));
        }

        int run() throws ProtocolException, IOException {
            // frames may have come in one piece with the answer
            if (monitor.hasBuffered()) {
                guarded(this::output);
            }
            if (code < 0 && failure == null) {
                loop.run();
            }
            if (failure instanceof ProtocolException e) {
                throw e;
            }
            if (failure instanceof IOException e) {
                throw e;
            }
            return code;
        }

        private void guarded(Step step) {
            try {
                step.run();
            } catch (ProtocolException | IOException e) {
                failure = e;
                loop.stop();
            }
        }

        private void output() throws ProtocolException, IOException {
            do {
                MonitorClient.Frame frame = monitor.readFrame();
                if (frame.type() == AttachFrame.EXITED) {
                    code = AttachFrame.exitCode(frame.data());
                    loop.stop();
                    return;
                }
                if (frame.type() == AttachFrame.DROPPED) {
                    direct.print(2, "[carafe-monitor: output was left out, this client is too slow]\n");
                } else {
                    sys.writeAll(frame.type() == AttachFrame.STDERR ? 2 : 1, frame.data());
                }
            } while (monitor.hasBuffered());
        }

        private void input() throws IOException {
            int n = sys.read(0, buffer, BUFFER);
            if (n > 0) {
                monitor.sendFrame(AttachFrame.STDIN, sys.arena().getBytes(buffer, n), n);
            } else if (n != -Errno.EAGAIN) {
                loop.remove(0);
                monitor.sendFrame(AttachFrame.STDIN_END, new byte[0], 0);
            }
        }
    }

    /** A step that talks to the monitor. */
    private interface Step {
        void run() throws ProtocolException, IOException;
    }
}
