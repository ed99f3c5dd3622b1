package carafe.container.api;

/** What {@link Containers#events} tells. */
public sealed interface ContainerEvent {
    /** The kernel has ended a process of the container because its memory limit was reached. */
    record OutOfMemory() implements ContainerEvent {
    }

    /** What the container uses, once in each interval. */
    record Usage(ContainerUsage usage) implements ContainerEvent {
    }
}
