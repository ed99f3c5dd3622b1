package carafe.cli.out;

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
    public void stdout(String text) {
        stdout.append(text);
    }

    @Override
    public void stderr(String text) {
        stderr.append(text);
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
