package carafe.container;

/** Where an operation says what is worth knowing although it goes on. */
public interface Notices {
    Notices NONE = new Notices() {
        @Override
        public void warning(String message) {
            // nobody asked
        }

        @Override
        public void debug(String message) {
            // nobody asked
        }
    };

    void warning(String message);

    void debug(String message);
}
