package carafe.cli.out;

import java.nio.charset.StandardCharsets;

/** Output that a test can look at. */
public final class RecordedOutput implements Output {
    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();
    private final boolean terminal;

    public RecordedOutput() {
        this(false);
    }

    public RecordedOutput(boolean terminal) {
        this.terminal = terminal;
    }

    @Override
    public void stdout(byte[] bytes) {
        stdout.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void stderr(String text) {
        stderr.append(text);
    }

    @Override
    public boolean stdoutIsTerminal() {
        return terminal;
    }

    @Override
    public boolean stderrIsTerminal() {
        return terminal;
    }

    public String stdout() {
        return stdout.toString();
    }

    public String stderr() {
        return stderr.toString();
    }
}
