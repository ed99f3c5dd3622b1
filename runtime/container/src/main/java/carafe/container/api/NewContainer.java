package carafe.container.api;

import java.nio.file.Path;
import java.util.Objects;

/** How a container is to be made, beyond what config.json says. Can be used for any number of containers. */
public final class NewContainer {
    private final Builder said;

    private NewContainer(Builder said) {
        this.said = said;
    }

    /** @param bundle a directory with config.json; relative to the current directory if it is not absolute */
    public static Builder of(Path bundle) {
        return new Builder(Objects.requireNonNull(bundle));
    }

    String bundle() {
        return said.bundle.toString();
    }

    String config() {
        return Builder.textOf(said.config);
    }

    String consoleSocket() {
        return Builder.textOf(said.consoleSocket);
    }

    String pidFile() {
        return Builder.textOf(said.pidFile);
    }

    boolean noPivot() {
        return said.noPivot;
    }

    boolean rootless() {
        return said.rootless;
    }

    /** To be used by one thread. */
    public static final class Builder {
        private final Path bundle;
        private Path config;
        private Path consoleSocket;
        private Path pidFile;
        private boolean noPivot;
        private boolean rootless;

        private Builder(Path bundle) {
            this.bundle = bundle;
        }

        /** Another file than the bundle's config.json. */
        public Builder config(Path file) {
            config = file;
            return this;
        }

        /**
         * A listening Unix socket, to which the master of the container's terminal is sent (SCM_RIGHTS of unix(7)): its
         * receiver owns it. Needed exactly when config.json asks for a terminal.
         */
        public Builder consoleSocket(Path socket) {
            consoleSocket = socket;
            return this;
        }

        /** A file for the pid of the container's first process, as decimal text. */
        public Builder pidFile(Path file) {
            pidFile = file;
            return this;
        }

        /** Moves the root mount instead of pivoting, for a rootfs on the initial ramdisk. */
        public Builder withoutPivot() {
            noPivot = true;
            return this;
        }

        /** Goes on where rights over cgroups are missing, as they are for a user other than root. */
        public Builder rootless() {
            rootless = true;
            return this;
        }

        public NewContainer build() {
            Builder copy = new Builder(bundle);
            copy.config = config;
            copy.consoleSocket = consoleSocket;
            copy.pidFile = pidFile;
            copy.noPivot = noPivot;
            copy.rootless = rootless;
            return new NewContainer(copy);
        }

        private static String textOf(Path path) {
            return path == null ? null : path.toString();
        }
    }
}
