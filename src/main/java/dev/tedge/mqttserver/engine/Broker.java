package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What all connections share. Belongs to the event loop. */
final class Broker {

    private final MqttServerConfig config;
    private final MqttServerHooks hooks;
    private final EventExecutor loop;
    private final Drops drops = new Drops();
    private final Router router;
    private final Sessions sessions;
    private final Set<Connection> toFlush = new LinkedHashSet<>();
    private int connections;

    Broker(MqttServerConfig config, MqttServerHooks hooks, EventExecutor loop) {
        this.config = config;
        this.hooks = new GuardedHooks(hooks);
        this.loop = loop;
        MemoryBudget budget = new MemoryBudget(config.limits().queues().totalBytes());
        this.router =
                new Router(config.limits().queues(), budget, config.quirks().subscriptions(), drops, this.hooks);
        this.sessions = new Sessions(config, budget, this.hooks, router, loop);
    }

    MqttServerConfig config() {
        return config;
    }

    MqttServerHooks hooks() {
        return hooks;
    }

    EventExecutor loop() {
        return loop;
    }

    Drops drops() {
        return drops;
    }

    Router router() {
        return router;
    }

    Sessions sessions() {
        return sessions;
    }

    /** False when there are as many accepted connections as may be. */
    boolean hasRoomForConnection() {
        return connections < config.limits().maximumConnections();
    }

    void connectionOpened() {
        connections++;
    }

    void connectionClosed() {
        connections--;
    }

    /** Flushes this connection after the current batch of work, once for all that is written until then. */
    void flushLater(Connection connection) {
        if (toFlush.isEmpty()) {
            loop.execute(this::flush);
        }
        toFlush.add(connection);
    }

    private void flush() {
        List<Connection> batch = List.copyOf(toFlush);
        toFlush.clear();
        batch.forEach(Connection::flush);
    }
}
