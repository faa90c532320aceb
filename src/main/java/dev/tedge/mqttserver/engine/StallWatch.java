package dev.tedge.mqttserver.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks whether a client that does not keep up still takes something. Belongs to the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A look at a connection that has ended does nothing.
final class StallWatch {

    private final Channel channel;
    private final Duration timeout;
    private final Runnable stalled;

    private boolean watching;
    /** Times that the client began to be slow: in between it has kept up. */
    private long starts;

    /** How far the writing is: equal means that nothing was written in between. */
    private record Progress(long starts, long pendingBytes, long bytesOfFirst) {}

    /** @param stalled called once when nothing was taken for at least this time, at most twice as long */
    StallWatch(Channel channel, Duration timeout, Runnable stalled) {
        this.channel = channel;
        this.timeout = timeout;
        this.stalled = stalled;
    }

    /** The client has become slow. */
    void start() {
        starts++;
        if (!watching) {
            watching = true;
            lookAgain();
        }
    }

    private void lookAgain() {
        Progress before = progress();
        channel.eventLoop().schedule(() -> look(before), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Progress before) {
        if (!channel.isActive() || channel.isWritable()) {
            watching = false;
        } else if (progress().equals(before)) {
            stalled.run();
        } else {
            lookAgain();
        }
    }

    private Progress progress() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null
                ? new Progress(starts, 0, 0)
                : new Progress(starts, buffer.totalPendingWriteBytes(), buffer.currentProgress());
    }
}
