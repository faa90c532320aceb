package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.ServerMessage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/** The listening socket and the event loop; the only door from other threads. */
public final class Listener implements AutoCloseable {

    private static final int LONGEST_CLIENT_ID = 65_535;
    /** Time for clients to take their DISCONNECT when the server closes. */
    private static final long FAREWELL_MILLIS = 500;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Broker broker;
    private final ChannelGroup connections;
    private final Pipeline pipeline;
    private final Door door;

    private Listener(EventLoopGroup group, EventLoop loop, Broker broker) {
        this.group = group;
        this.loop = loop;
        this.broker = broker;
        this.connections = new DefaultChannelGroup(loop);
        this.pipeline = new Pipeline(broker, connections);
        this.door = new Door(new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline));
    }

    /** See {@link dev.tedge.mqttserver.MqttServer#start}. */
    public static Listener start(MqttServerConfig config, MqttServerHooks hooks) throws IOException {
        // One loop: acceptor and all connections share it, so nothing needs a lock.
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("mqtt-server", true), NioIoHandler.newFactory());
        EventLoop loop = group.next();
        Listener listener = new Listener(group, loop, new Broker(config, hooks, loop));
        config.tls().ifPresent(listener::useTls);
        try {
            listener.door.open(config.port());
        } catch (IOException taken) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            throw taken;
        }
        return listener;
    }

    /** See {@link dev.tedge.mqttserver.MqttServer#useTls}. */
    public void useTls(SSLContext context) {
        pipeline.tls = Optional.of(mutualTls(context));
    }

    /** See {@link dev.tedge.mqttserver.MqttServer#restart}. */
    public void restart(Duration closed) {
        execute(() -> {
            door.shut(closed);
            ChannelGroupFuture unused = connections.close();
        });
    }

    /** See {@link dev.tedge.mqttserver.MqttServer#openNow}. */
    public void openNow() {
        execute(door::openNow);
    }

    private static SslContext mutualTls(SSLContext context) {
        return new JdkSslContext(
                context,
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.REQUIRE,
                new String[] {"TLSv1.3", "TLSv1.2"},
                false);
    }

    private static final class Pipeline extends ChannelInitializer<SocketChannel> {

        private final Broker broker;
        private final ChannelGroup connections;
        private volatile Optional<SslContext> tls = Optional.empty();

        Pipeline(Broker broker, ChannelGroup connections) {
            this.broker = broker;
            this.connections = connections;
        }

        @Override
        protected void initChannel(SocketChannel connection) {
            connections.add(connection);
            int maximum = broker.config().limits().packets().maximumPacketSize();
            tls.ifPresent(context -> connection.pipeline().addLast(context.newHandler(connection.alloc())));
            connection
                    .pipeline()
                    .addLast(new PacketFramer(maximum))
                    .addLast(new MqttDecoder(maximum, LONGEST_CLIENT_ID, true))
                    .addLast(MqttEncoder.INSTANCE)
                    .addLast(new Connection(broker, connection));
        }
    }

    public int port() {
        return door.port();
    }

    public void publish(ServerMessage message) {
        execute(() -> broker.router().accept(message, Optional.empty()));
    }

    public void send(String clientId, ServerMessage message) {
        execute(() -> broker.sessions()
                .find(clientId)
                .ifPresent(session -> broker.router().send(session, message)));
    }

    public CompletableFuture<List<MqttServer.Retained>> retained() {
        try {
            return CompletableFuture.supplyAsync(() -> broker.router().retained(), loop);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    public void reply(String clientId, ServerMessage message) {
        execute(() -> broker.sessions()
                .find(clientId)
                .ifPresent(session -> broker.router().reply(session, message)));
    }

    public Future<?> schedule(Duration delay, Runnable action) {
        try {
            return loop.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    public void disconnect(Predicate<ConnectedClient> which, int reasonCode, String reason) {
        execute(() -> broker.sessions().conversations().stream()
                .filter(conversation -> which.test(conversation.client()))
                .forEach(conversation -> conversation.end(reasonCode, reason)));
    }

    private void execute(Runnable action) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException closed) {
            // Nobody is left who could notice.
            return;
        }
    }

    public long droppedMessages() {
        return broker.drops().count();
    }

    @Override
    public void close() {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("The server cannot be closed from one of its hooks");
        }
        // First the port, then the loop: the other way round the port may stay bound.
        door.close();
        execute(() -> broker.sessions().conversations().forEach(Conversation::endWithServer));
        connections.newCloseFuture().awaitUninterruptibly(FAREWELL_MILLIS);
        connections.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
