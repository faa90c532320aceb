package dev.tedge.mqttserver.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
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
    private boolean closed;

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

    /** Frees the port for this time. Called on the event loop. */
    synchronized void shut(Duration time) {
        Channel shut = channel;
        shut.close();
        shut.eventLoop().schedule(this::reopen, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void reopen() {
        if (closed || channel.isOpen()) {
            return;
        }
        ChannelFuture bound = bootstrap.bind(ADDRESS, port);
        channel = bound.channel();
        bound.addListener(done -> {
            if (!done.isSuccess()) {
                LOG.warn(
                        "Cannot listen on {}:{} again: {}",
                        ADDRESS,
                        port(),
                        done.cause().getMessage());
                channel.eventLoop().schedule(this::reopen, RETRY.toNanos(), TimeUnit.NANOSECONDS);
            }
        });
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
