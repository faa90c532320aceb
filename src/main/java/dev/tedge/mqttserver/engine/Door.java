package dev.tedge.mqttserver.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, which can be shut for a time. */
@SuppressWarnings("FutureReturnValueIgnored") // Listeners see to failures.
final class Door {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String ADDRESS = "127.0.0.1";

    /** How long another program's use of the port is waited for before the next try. */
    private static final Duration RETRY = Duration.ofMillis(200);

    private final ServerBootstrap bootstrap;

    // Guarded by this: opened by the starter, shut and opened again on the event loop, closed by anybody.
    private Channel channel;
    private int port;
    private boolean shut;
    private boolean closed;

    /** The only one that may be to come: a later order takes the place of an earlier one. */
    private Future<?> reopening = CompletableFuture.completedFuture(null);

    @SuppressWarnings("NullAway.Init") // Open before anything else is called.
    Door(ServerBootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    synchronized void open(int wanted) throws IOException {
        ChannelFuture bound = bootstrap.bind(ADDRESS, wanted).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "Cannot listen on " + ADDRESS + ":" + wanted + " ("
                            + bound.cause().getMessage()
                            + "). Stop the program that uses this port, or choose another port.",
                    bound.cause());
        }
        channel = bound.channel();
        port = ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The port, also while the door is shut. */
    synchronized int port() {
        return port;
    }

    /** Frees the port for this time from now on, also when it is free already. Called on the event loop. */
    synchronized void shut(Duration time) {
        shut = true;
        channel.close();
        reopenAfter(time);
    }

    /** Ends the time of {@link #shut}, if it is not over. Called on the event loop. */
    synchronized void openNow() {
        reopening.cancel(false);
        if (!shut || closed) {
            return;
        }
        shut = false;
        ChannelFuture bound = bootstrap.bind(ADDRESS, port);
        channel = bound.channel();
        bound.addListener(done -> {
            if (!done.isSuccess()) {
                retry(bound.channel(), done.cause());
            }
        });
    }

    /** @param failed of no interest when the door was shut meanwhile */
    private synchronized void retry(Channel failed, Throwable cause) {
        if (closed || shut || channel != failed) {
            return;
        }
        LOG.warn("Cannot listen on {}:{} again: {}", ADDRESS, port, cause.getMessage());
        shut = true;
        reopenAfter(RETRY);
    }

    private void reopenAfter(Duration time) {
        reopening.cancel(false);
        reopening = bootstrap.config().group().schedule(this::openNow, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** For good; returns when the port is free. */
    void close() {
        Channel last;
        synchronized (this) {
            closed = true;
            last = channel;
        }
        last.close().awaitUninterruptibly();
    }
}
