package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.MqttServerQuirks;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** All sessions, with the clocks of those without connection: their end and their wills. */
final class Sessions {

    private final MqttServerLimits limits;
    private final MqttServerQuirks quirks;
    private final MemoryBudget budget;
    private final MqttServerHooks hooks;
    private final Router router;
    private final EventExecutor loop;
    private final Map<String, Session> byClientId = new HashMap<>();
    private final Map<Session, Future<?>> ends = new HashMap<>();
    private final Map<Session, PendingWill> wills = new HashMap<>();

    /** A will that waits for its delay or for the end of the session, whichever comes first. */
    private record PendingWill(ConnectedClient client, ServerMessage message, Future<?> timer) {}

    /**
     * A session for a new connection.
     *
     * @param resumed true when it is an earlier one
     */
    record Opened(Session session, boolean resumed) {}

    Sessions(MqttServerConfig config, MemoryBudget budget, MqttServerHooks hooks, Router router, EventExecutor loop) {
        this.limits = config.limits();
        this.quirks = config.quirks();
        this.budget = budget;
        this.hooks = hooks;
        this.router = router;
        this.loop = loop;
    }

    boolean hasRoomFor(String clientId) {
        return byClientId.size() < limits.queues().sessions() || byClientId.containsKey(clientId);
    }

    Optional<Session> find(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId));
    }

    Optional<Conversation> conversation(String clientId) {
        return find(clientId).flatMap(Session::conversation);
    }

    List<Conversation> conversations() {
        return byClientId.values().stream()
                .flatMap(session -> session.conversation().stream())
                .toList();
    }

    /** Ends another connection of this client, and finds or makes the session (MQTT 5, 3.1.4). */
    Opened open(ConnectRequest request, Duration expiry) {
        String clientId = request.clientId();
        conversation(clientId)
                .ifPresent(other -> other.end(ReasonCode.SESSION_TAKEN_OVER, "another connection of this client id"));
        find(clientId).filter(session -> isOver(session, request)).ifPresent(this::discard);
        Session earlier = byClientId.get(clientId);
        Session session = earlier == null ? newSession(request) : earlier;
        byClientId.put(clientId, session);
        cancel(Optional.ofNullable(ends.remove(session)));
        cancel(Optional.ofNullable(wills.remove(session)).map(PendingWill::timer));
        session.expireAfter(expiry);
        return new Opened(session, earlier != null);
    }

    private boolean isOver(Session session, ConnectRequest request) {
        boolean otherVersion = session.protocolVersion() != request.protocolVersion();
        return request.session().cleanStart() || (otherVersion && !quirks.sessionsSurviveVersionChange());
    }

    private Session newSession(ConnectRequest request) {
        SessionQueue queue = new SessionQueue(limits.queues(), budget);
        Outgoing outgoing = new Outgoing(queue, limits.packets().sendMaximum());
        return new Session(request.clientId(), request.protocolVersion(), outgoing);
    }

    /** The connection of a session has ended. */
    void disconnected(Session session, ConnectedClient client, Optional<Will> will) {
        session.detach();
        will.ifPresent(left -> schedule(session, client, left));
        Duration expiry = session.expiry();
        if (expiry.isZero()) {
            discard(session);
        } else if (expiry.compareTo(MqttServerLimits.NEVER) < 0) {
            ends.put(session, after(expiry, () -> discard(session)));
        }
    }

    private void schedule(Session session, ConnectedClient client, Will will) {
        if (will.delay().isZero()) {
            publish(client, will.message());
        } else {
            Future<?> timer = after(will.delay(), () -> publishPendingWill(session));
            wills.put(session, new PendingWill(client, will.message(), timer));
        }
    }

    private void discard(Session session) {
        cancel(Optional.ofNullable(ends.remove(session)));
        router.unsubscribeAll(session);
        session.outgoing().clear();
        byClientId.remove(session.clientId(), session);
        publishPendingWill(session);
    }

    private void publishPendingWill(Session session) {
        Optional.ofNullable(wills.remove(session)).ifPresent(pending -> {
            pending.timer().cancel(false);
            publish(pending.client(), pending.message());
        });
    }

    private void publish(ConnectedClient client, ServerMessage will) {
        boolean passedOn = hooks.publish(client, will) instanceof Verdict.Allow
                && router.accept(will, Optional.of(client.clientId())) < ReasonCode.UNSPECIFIED_ERROR;
        if (passedOn) {
            hooks.published(client, will);
        }
    }

    private Future<?> after(Duration delay, Runnable action) {
        return loop.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cancel(Optional<Future<?>> timer) {
        timer.ifPresent(future -> future.cancel(false));
    }
}
