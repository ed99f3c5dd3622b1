package carafe.monitor.process;

/** Somebody who is told what becomes of a process, in the order of its states. */
public interface ProcessWatcher {
    /** The pid is known; nothing of the output was read yet. */
    default void started(SupervisedProcess process) {
    }

    /** There is no process, and there will be none. */
    default void failed(SupervisedProcess process, StartFailure reason) {
    }

    /** The process is gone and its exit code known; its last output may be unread. */
    default void exited(SupervisedProcess process) {
    }

    /** All output was read and delivered. Nothing comes after this. */
    default void ended(SupervisedProcess process) {
    }
}
