package dev.tedge.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tedge.link.LinkState;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What the gateway says of its services, as retained messages with QoS 1 (thin-edge.io, {@code tedge_api/src/health.rs}).
 */
public final class HealthMessages {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ServiceTopics mapper;
    private final ServiceTopics bridge;
    private final long pid;
    private final InstantSource clock;
    private final Function<Instant, String> time;
    private final String type;

    /**
     * Messages of services of the usual type.
     *
     * @param mapper the service of the mapping
     * @param bridge the service that stands for the connection to AWS
     * @param pid the process
     * @param clock for the time of a status
     * @param time writes a time as JSON, a number or a string
     */
    public HealthMessages(
            ServiceTopics mapper, ServiceTopics bridge, long pid, InstantSource clock, Function<Instant, String> time) {
        this.mapper = mapper;
        this.bridge = bridge;
        this.pid = pid;
        this.clock = clock;
        this.time = time;
        this.type = "service";
    }

    private HealthMessages(HealthMessages others, String type) {
        this.mapper = others.mapper;
        this.bridge = others.bridge;
        this.pid = others.pid;
        this.clock = others.clock;
        this.time = others.time;
        this.type = type;
    }

    /** The same messages, of a service that registers itself by that type. */
    public HealthMessages ofType(String newType) {
        return new HealthMessages(this, newType);
    }

    /** The topics of the mapping's service. */
    public ServiceTopics mapper() {
        return mapper;
    }

    /** That the service exists. */
    public OutboundMessage registration() {
        return retained(
                mapper.registration(),
                JSON.objectNode()
                        .put("@parent", mapper.device())
                        .put("@type", "service")
                        .put("name", mapper.service())
                        .put("type", type));
    }

    /** That the service runs, at this moment. */
    public OutboundMessage up() {
        ObjectNode status = JSON.objectNode().put("pid", pid).put("status", "up");
        status.putRawValue("time", new RawValue(time.apply(clock.instant())));
        return retained(mapper.status(), status);
    }

    /** That the service is gone: the last will. Without a time, as nobody knows when it will be. */
    public OutboundMessage will() {
        return retained(mapper.status(), JSON.objectNode().put("pid", pid).put("status", "down"));
    }

    /**
     * How the connection to AWS stands, with the reason when it is down or AWS has refused subscriptions.
     *
     * @param explanation what a failure means and what to do, on one line
     */
    public OutboundMessage bridge(LinkState state, Function<LinkFailure, String> explanation) {
        ObjectNode status = JSON.objectNode().put("status", state.up() ? "up" : "down");
        if (!state.up()) {
            status.put("reason", state.lastFailure().map(explanation).orElse("connecting for the first time"));
        } else if (!state.refusedFilters().isEmpty()) {
            status.put("reason", "subscriptions refused: " + String.join(", ", state.refusedFilters()));
        }
        return retained(bridge.status(), status);
    }

    /** That the connection to AWS ends together with the gateway. */
    public OutboundMessage bridgeStopped() {
        return retained(
                bridge.status(), JSON.objectNode().put("status", "down").put("reason", "the gateway was stopped"));
    }

    private static OutboundMessage retained(String topic, ObjectNode json) {
        return new OutboundMessage(topic, json.toString().getBytes(StandardCharsets.UTF_8), 1, true);
    }
}
