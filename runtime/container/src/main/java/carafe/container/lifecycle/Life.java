package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.spec.Status;

/** Where a container is in its life, and what may be done with it there. */
sealed interface Life permits Life.Created, Life.Running, Life.Paused, Life.Stopped {
    Status status();

    /** @throws Refused unless the container may be started now */
    default void requireStartable() {
        throw new Refused(EngineWords.cannotStartIn(status().word()));
    }

    /** @throws Refused unless another process may be added now */
    default void requireExecutable(boolean ignorePaused) {
        // most states have processes to join
    }

    /** @throws Refused unless its processes may be frozen now */
    default void requirePausable() {
        throw new Refused(EngineWords.CONTAINER_NOT_RUNNING);
    }

    /** @throws Refused unless its processes are frozen */
    default void requirePaused() {
        throw new Refused(EngineWords.CONTAINER_NOT_PAUSED);
    }

    /** @throws Refused unless the processes can be saved now */
    default void requireCheckpointable() {
        throw new Refused("Container cannot be checkpointed in " + status().word() + " state");
    }

    /** @throws Refused unless there is a process to act on */
    default void requireProcess() {
        // all but one have
    }

    /** Set up; its process waits for {@code start}. */
    record Created() implements Life {
        @Override
        public Status status() {
            return Status.CREATED;
        }

        @Override
        public void requireStartable() {
            // the one state that is
        }

        @Override
        public void requirePausable() {
            // its process waits, and can wait frozen
        }
    }

    record Running() implements Life {
        @Override
        public Status status() {
            return Status.RUNNING;
        }

        @Override
        public void requireStartable() {
            throw new Refused(EngineWords.CANNOT_START_RUNNING);
        }

        @Override
        public void requirePausable() {
            // what pausing is for
        }

        @Override
        public void requireCheckpointable() {
            // its program runs
        }
    }

    /** Its cgroup is frozen. */
    record Paused() implements Life {
        @Override
        public Status status() {
            return Status.PAUSED;
        }

        @Override
        public void requireExecutable(boolean ignorePaused) {
            if (!ignorePaused) {
                throw new Refused(EngineWords.CANNOT_EXEC_PAUSED);
            }
        }

        @Override
        public void requirePaused() {
            // the one state that is
        }

        @Override
        public void requireCheckpointable() {
            // CRIU stops the processes anyway
        }
    }

    /** Its first process has ended. */
    record Stopped() implements Life {
        @Override
        public Status status() {
            return Status.STOPPED;
        }

        @Override
        public void requireStartable() {
            throw new Refused(EngineWords.CANNOT_START_STOPPED);
        }

        @Override
        public void requireExecutable(boolean ignorePaused) {
            throw new Refused(EngineWords.CANNOT_EXEC_STOPPED);
        }

        @Override
        public void requireProcess() {
            throw new Refused(EngineWords.CONTAINER_NOT_RUNNING);
        }
    }
}
