package carafe.container;

/** Where an operation says what is worth knowing although it goes on. */
public interface Notices {
    Notices NONE = new Notices() {
        @Override
        public void warning(String message) {
            // nobody asked
        }

        @Override
        public void remark(String message) {
            // nobody asked
        }

        @Override
        public void debug(String message) {
            // nobody asked
        }
    };

    void warning(String message);

    /**
     * A warning of what engines do with every container and nobody need act on. It is for the log alone: what an engine
     * reads from standard error it may show as if the container's program had written it.
     */
    void remark(String message);

    void debug(String message);
}
