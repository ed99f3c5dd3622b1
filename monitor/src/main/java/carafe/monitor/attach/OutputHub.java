package carafe.monitor.attach;

import carafe.kernel.Sys;
import carafe.monitor.io.OutputSink;
import carafe.monitor.system.EventLoop;
import carafe.shim.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the container's output to everybody who is attached, and keeps the latest of it for those who come late.
 *
 * <pre>
 *   process ─▶ Output ─▶ OutputHub ─▶ OutputClient … ─▶ socket
 *                              └─ ring of the latest bytes
 * </pre>
 */
public final class OutputHub implements OutputSink {
    private static final long CHECK_MILLIS = 500;

    private final Sys sys;
    private final Gather gather;
    private final SlowPolicy policy;
    private final long stallMillis;
    private final int largestRead;
    private final PacketQueue latest;
    private final List<Member> members = new ArrayList<>();
    private final EventLoop.Timer check;
    private Runnable onRoom = () -> { };
    private long dropped;
    private long disconnected;

    /** What the owner of a client's socket must do for the hub. */
    public interface Owner {
        /** The socket shall be watched for room, or no longer. */
        void watch(OutputClient client, boolean forRoom);

        /** The client is too slow or gone: close its socket. */
        void disconnect(OutputClient client);
    }

    private record Member(OutputClient client, Owner owner) {
    }

    /**
     * @param largestRead bytes that come at once at most
     */
    public OutputHub(Sys sys, EventLoop loop, AttachPlan plan, int largestRead) {
        this.sys = sys;
        this.policy = plan.slow();
        this.stallMillis = plan.stallMillis();
        this.largestRead = largestRead;
        gather = new Gather(sys);
        latest = new PacketQueue(plan.replay());
        check = loop.timer(this::checkStalled);
    }

    @Override
    public void onRoom(Runnable action) {
        onRoom = action;
    }

    /** Lets a connected socket have the output from now on. */
    public OutputClient join(int fd, OutputClient.Framing framing, Owner owner) {
        OutputClient client = new OutputClient(sys, fd, framing, gather);
        members.add(new Member(client, owner));
        return client;
    }

    /** Sends the latest output, up to {@code bytes} bytes of it, to a client that has just joined. */
    public void replay(OutputClient client, long bytes) {
        long[] skip = {Math.max(0, latest.used() - bytes)};
        latest.forEach((type, first, firstLength, second, secondLength) -> {
            int size = PacketQueue.HEADER + firstLength + secondLength;
            if (skip[0] >= size) {
                skip[0] -= size;
                return;
            }
            int cut = (int) Math.max(0, skip[0] - PacketQueue.HEADER);
            skip[0] = 0;
            copyAndOffer(client, type, first, firstLength, second, secondLength, cut);
        });
        watch(client);
    }

    private void copyAndOffer(OutputClient client, int type, long first, int firstLength, long second,
            int secondLength, int cut) {
        int mark = sys.arena().mark();
        int length = firstLength + secondLength;
        int at = sys.offset(sys.arena().allocate(length, 8));
        sys.memory().put(at, latest.memory(), latest.offset(first), firstLength);
        if (secondLength > 0) {
            sys.memory().put(at + firstLength, latest.memory(), latest.offset(second), secondLength);
        }
        client.offer(type, at + cut, length - cut, true);
        sys.arena().reset(mark);
    }

    @Override
    public void take(Stream stream, int offset, int length) {
        latest.putLatest(stream.id(), sys.memory(), offset, length);
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            OutputClient client = member.client();
            client.touch();
            long before = client.dropped();
            if (!client.offer(stream.id(), offset, length, policy == SlowPolicy.SKIP) || client.isBroken()) {
                leave(i);
                continue;
            }
            dropped += client.dropped() - before;
            if (client.isBehind()) {
                watch(client, member.owner());
            }
        }
    }

    /** No client that sets the pace has a full queue. */
    @Override
    public boolean canTake() {
        if (policy != SlowPolicy.PACE) {
            return true;
        }
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).client().hasRoomFor(largestRead)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long delay(Stream stream) {
        return 0;
    }

    /**
     * Everybody has got everything, or has had its time: even a client that only misses output is waited for no longer
     * than that.
     */
    @Override
    public boolean isSettled() {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).client().isBehind() && !members.get(i).client().isStalled(stallMillis)) {
                return false;
            }
        }
        return true;
    }

    /** The client's socket takes bytes again. */
    public void roomOn(OutputClient client) {
        client.flush();
        watch(client);
        onRoom.run();
    }

    /** The owner has closed the client's socket. */
    public void left(OutputClient client) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).client() == client) {
                members.remove(i);
                client.release();
                onRoom.run();
                return;
            }
        }
    }

    private void watch(OutputClient client) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).client() == client) {
                watch(client, members.get(i).owner());
                return;
            }
        }
    }

    private void watch(OutputClient client, Owner owner) {
        owner.watch(client, client.isBehind());
        if (client.isBehind() && !check.isSet()) {
            check.in(CHECK_MILLIS);
        }
    }

    private void leave(int index) {
        Member member = members.remove(index);
        disconnected++;
        member.client().release();
        member.owner().disconnect(member.client());
    }

    private void checkStalled() {
        boolean behind = false;
        boolean anyLeft = false;
        for (int i = members.size() - 1; i >= 0; i--) {
            OutputClient client = members.get(i).client();
            // a client that only misses output may take its time
            if (policy != SlowPolicy.SKIP && client.isStalled(stallMillis) || client.isBroken()) {
                leave(i);
                anyLeft = true;
            } else {
                behind |= client.isBehind();
            }
        }
        if (behind) {
            check.in(CHECK_MILLIS);
        }
        if (anyLeft) {
            onRoom.run();
        }
    }

    /** Gives up buffers; there are no clients any more. */
    public void close() {
        check.remove();
        latest.close();
        gather.close();
    }

    /** How many are attached. */
    public int size() {
        return members.size();
    }

    /** Output bytes that clients have missed, over all clients. */
    public long dropped() {
        return dropped;
    }

    /** Clients that were disconnected because they were too slow or broken. */
    public long disconnected() {
        return disconnected;
    }
}
