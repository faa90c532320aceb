package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.Disturbance;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hooks that never throw, so that a fault in them cannot leave the server half-way through a change. */
final class GuardedHooks implements MqttServerHooks {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedHooks.class);
    private static final Verdict FAULT = Verdict.disconnect(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "internal error");

    private final MqttServerHooks hooks;

    GuardedHooks(MqttServerHooks hooks) {
        this.hooks = hooks;
    }

    @Override
    public Verdict connect(ConnectRequest request) {
        return guarded("connect", FAULT, () -> hooks.connect(request));
    }

    @Override
    public Verdict publish(ConnectedClient client, ServerMessage message) {
        return guarded("publish", FAULT, () -> hooks.publish(client, message));
    }

    @Override
    public Verdict subscribe(ConnectedClient client, String filter, int qos) {
        return guarded("subscribe", FAULT, () -> hooks.subscribe(client, filter, qos));
    }

    @Override
    public boolean deliver(ConnectedClient client, ServerMessage message) {
        return guarded("deliver", false, () -> hooks.deliver(client, message));
    }

    @Override
    public Duration transferred(ConnectedClient client, long bytes) {
        return guarded("transferred", Duration.ZERO, () -> hooks.transferred(client, bytes));
    }

    @Override
    public Duration storedSent(ConnectedClient client) {
        return guarded("storedSent", Duration.ZERO, () -> hooks.storedSent(client));
    }

    @Override
    public Disturbance disturb(ConnectedClient client, String topic) {
        return guarded("disturb", Disturbance.NONE, () -> hooks.disturb(client, topic));
    }

    @Override
    public int copies(ServerMessage message) {
        return guarded("copies", 1, () -> hooks.copies(message));
    }

    @Override
    public boolean retains(ServerMessage message) {
        return guarded("retains", false, () -> hooks.retains(message));
    }

    @Override
    public void connected(ConnectedClient client) {
        observe("connected", () -> hooks.connected(client));
    }

    @Override
    public void disconnecting(ConnectedClient client, int reasonCode) {
        observe("disconnecting", () -> hooks.disconnecting(client, reasonCode));
    }

    @Override
    public void disconnected(ConnectedClient client, ConnectionEnd end) {
        observe("disconnected", () -> hooks.disconnected(client, end));
    }

    @Override
    public void subscribed(ConnectedClient client, List<String> filters) {
        observe("subscribed", () -> hooks.subscribed(client, filters));
    }

    @Override
    public void unsubscribed(ConnectedClient client, List<String> filters) {
        observe("unsubscribed", () -> hooks.unsubscribed(client, filters));
    }

    @Override
    public void refused(String clientId, int reasonCode, String reason) {
        observe("refused", () -> hooks.refused(clientId, reasonCode, reason));
    }

    @Override
    public void published(ConnectedClient client, ServerMessage message) {
        observe("published", () -> hooks.published(client, message));
    }

    private static void observe(String hook, Runnable call) {
        guarded(hook, true, () -> {
            call.run();
            return true;
        });
    }

    private static <T> T guarded(String hook, T otherwise, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException fault) {
            LOG.error("The hook '{}' failed", hook, fault);
            return otherwise;
        }
    }
}
