package carafe.monitor.attach;

/**
 * How clients may follow a process.
 *
 * @param slow what becomes of those that fall behind
 * @param stallMillis how long one may take nothing
 * @param replay bytes of the latest output that are kept for those who come late
 * @param endsStdin whether the process's input ends when a client's does
 * @param directory where attach socket and fifos are made; null for none
 * @param link a symbolic link to the directory, so that the socket's path fits into an address; null for none
 */
public record AttachPlan(SlowPolicy slow, long stallMillis, int replay, boolean endsStdin, String directory,
        String link) {
}
