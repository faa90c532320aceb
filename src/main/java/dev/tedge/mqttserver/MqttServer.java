package dev.tedge.mqttserver;

import dev.tedge.mqttserver.engine.Listener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A running MQTT server on 127.0.0.1. Everything it knows is in memory and gone when it is closed.
 * All methods may be called from any thread.
 */
public final class MqttServer implements AutoCloseable {

    private final Listener listener;

    /**
     * A retained message.
     *
     * @param message with the time that it may still wait, if it expires
     * @param since when it came
     */
    public record Retained(ServerMessage message, Instant since) {
        public Retained {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(since, "since");
        }
    }

    private MqttServer(Listener listener) {
        this.listener = listener;
    }

    /**
     * Starts a server; it accepts clients when this returns.
     *
     * @throws IOException when the port cannot be bound; the message names it and says what to do
     */
    public static MqttServer start(MqttServerConfig config, MqttServerHooks hooks) throws IOException {
        return new MqttServer(Listener.start(config, hooks));
    }

    /** The TCP port that it listens on. */
    public int port() {
        return listener.port();
    }

    /**
     * Publishes from the inside: to all subscribers, and kept if it is retained. Asks
     * {@link MqttServerHooks#deliver} but not {@link MqttServerHooks#publish}. Messages of one thread keep
     * their order. Returns at once; does nothing after {@link #close()}.
     */
    public void publish(ServerMessage message) {
        listener.publish(message);
    }

    /**
     * Sends to one client, whether or not it has subscribed; what comes while it is away waits in its session. Asks
     * {@link MqttServerHooks#deliver}. Never retained. Returns at once; does nothing when the client has no session.
     */
    public void send(String clientId, ServerMessage message) {
        listener.send(clientId, message);
    }

    /** As {@link #send}, but only to a client that has subscribed to the topic. */
    public void reply(String clientId, ServerMessage message) {
        listener.reply(clientId, message);
    }

    /**
     * Runs an action on the event loop, where hooks are called.
     *
     * @return cancels it; done as soon as the server is closed, run or not
     */
    public Future<?> schedule(Duration delay, Runnable action) {
        return listener.schedule(delay, action);
    }

    /**
     * Ends the connection of a client, if it has one: DISCONNECT with the code to an MQTT 5 client, plain
     * close to a 3.1.1 client. Its will is published; its session lives on as agreed. Returns at once.
     */
    public void disconnect(String clientId, int reasonCode, String reason) {
        disconnect(client -> client.clientId().equals(clientId), reasonCode, reason);
    }

    /**
     * Ends the connections that are chosen, each as {@link #disconnect(String, int, String)} does. Returns at once.
     *
     * @param which asked on the event loop for each client that is connected when it gets there: none that was let
     *     in before this call is missed
     */
    public void disconnect(Predicate<ConnectedClient> which, int reasonCode, String reason) {
        listener.disconnect(which, reasonCode, reason);
    }

    /**
     * Cuts all connections without a word, closes the port for this time, and opens it again. Sessions live on as
     * agreed; wills are published. Returns at once. While another program has taken the port, it is tried again and
     * again. Called again meanwhile, it counts from now: only the last time holds.
     */
    public void restart(Duration closed) {
        listener.restart(closed);
    }

    /** Opens the port that {@link #restart} has closed, before its time. Returns at once; else does nothing. */
    public void openNow() {
        listener.openNow();
    }

    /**
     * Uses these keys and this trust for new connections. A TLS session can be resumed only while the context is used
     * with which it began: not with another, but again when that one comes back.
     */
    public void useTls(SSLContext context) {
        listener.useTls(context);
    }

    /**
     * The retained messages that have not expired, ordered by topic, as they are on the event loop. A hook must not
     * wait for the answer.
     *
     * @return fails with {@link RejectedExecutionException} after {@link #close()}
     */
    public CompletableFuture<List<Retained>> retained() {
        return listener.retained();
    }

    /** Messages dropped since the start because there was no room for them. */
    public long droppedMessages() {
        return listener.droppedMessages();
    }

    /**
     * Says DISCONNECT 0x8B to MQTT 5 clients, closes all connections, frees the port, ends the event loop,
     * in this order, and returns when all is done. No will is published. Closing twice is harmless.
     *
     * @throws IllegalStateException when called from a hook: the event loop cannot wait for itself
     */
    @Override
    public void close() {
        listener.close();
    }
}
