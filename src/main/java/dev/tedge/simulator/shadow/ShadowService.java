package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.quota.InFlight;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.simulator.quota.RatePerName;
import dev.tedge.simulator.service.Cloud;
import dev.tedge.simulator.service.CloudService;
import dev.tedge.simulator.service.DeviceMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * The device shadow service: classic and named shadows of any thing, registered or not. Which device may ask for which
 * shadow is for its policy to say.
 *
 * <p>Requests of one thing are counted against {@link Quotas#shadowRequestsPerSecond}. Those that come by MQTT are in
 * flight until they are answered, and a connection may have {@link Quotas#shadowRequestsInFlight} of one thing; with
 * an answer time of zero there are none. What is over a quota is rejected at once with 429.
 *
 * <p>There are at most {@value ShadowStore#MOST} shadows at a time; an update that would make one more is rejected with
 * 400. The versions of as many deleted ones outlast their deletion as AWS lets them.
 *
 * <p>Source: AWS IoT Developer Guide, "AWS IoT Device Shadow service".
 */
public final class ShadowService implements CloudService {

    private final Cloud cloud;
    private final ShadowStore store;
    private final Duration answerTime;
    private final InFlight<Asker> inFlight;

    /** Whose requests are counted together: those of one connection for the shadows of one thing. */
    private record Asker(ConnectedClient device, String thing) {}

    /**
     * There is no shadow yet.
     *
     * @param nanos a clock in nanoseconds as {@link System#nanoTime()}
     * @param answerTime from a request of a device to its answer; may be zero
     */
    public ShadowService(Cloud cloud, Quotas quotas, LongSupplier nanos, Duration answerTime) {
        this.cloud = cloud;
        this.answerTime = answerTime;
        this.inFlight = new InFlight<>(quotas.shadowRequestsInFlight());
        this.store = new ShadowStore(new RatePerName(quotas.shadowRequestsPerSecond(), nanos)::take);
    }

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public void published(DeviceMessage message) {
        ShadowTopic.of(message.topic()).ifPresent(topic -> asked(topic, message));
    }

    private void asked(ShadowTopic topic, DeviceMessage message) {
        Asker asker = new Asker(message.device(), topic.shadow().thing());
        if (!inFlight.begin(asker)) {
            tell(
                    topic,
                    message,
                    store.requestOverQuota(topic.shadow(), topic.operation(), message.payload(), cloud.now()));
        } else if (answerTime.isZero()) {
            execute(topic, message, asker);
        } else {
            Future<?> unused = cloud.after(answerTime, () -> execute(topic, message, asker));
        }
    }

    private void execute(ShadowTopic topic, DeviceMessage message, Asker asker) {
        inFlight.end(asker);
        tell(topic, message, answer(topic.shadow(), topic.operation(), message.payload()));
    }

    private void tell(ShadowTopic topic, DeviceMessage message, ShadowOutcome outcome) {
        if (outcome instanceof ShadowOutcome.Accepted accepted) {
            publish(topic, accepted);
        } else if (outcome instanceof ShadowOutcome.Rejected rejected) {
            cloud.rejected(message.clientId(), message.topic(), rejected.code(), rejected.message());
            cloud.publish(topic.answer("rejected"), json(rejected));
        }
    }

    /**
     * Answers a request that has not come by MQTT, such as one of the HTTP API. To be called on the event loop.
     * Subscribers are told of an update and a deletion as if it had come by MQTT; not of a refusal, and not of a mere
     * look.
     *
     * @param name empty for the classic shadow
     * @param payload JSON; may be empty where nothing is updated
     */
    public ShadowOutcome request(String thing, Optional<String> name, ShadowOperation operation, Payload payload) {
        ShadowTopic topic = new ShadowTopic(new ShadowId(thing, name), operation);
        ShadowOutcome outcome = answer(topic.shadow(), operation, payload);
        if (operation != ShadowOperation.GET && outcome instanceof ShadowOutcome.Accepted accepted) {
            publish(topic, accepted);
        }
        return outcome;
    }

    /** The names of the named shadows of a thing, in order. To be called on the event loop. */
    public List<String> names(String thing) {
        return store.shadows().keySet().stream()
                .filter(shadow -> shadow.thing().equals(thing))
                .flatMap(shadow -> shadow.name().stream())
                .toList();
    }

    private ShadowOutcome answer(ShadowId shadow, ShadowOperation operation, Payload payload) {
        return store.request(shadow, operation, payload, cloud.now());
    }

    private void publish(ShadowTopic topic, ShadowOutcome.Accepted accepted) {
        cloud.publish(topic.answer("accepted"), accepted.answer());
        accepted.delta().ifPresent(delta -> cloud.publish(topic.answer("delta"), delta));
        accepted.documents().ifPresent(documents -> cloud.publish(topic.answer("documents"), documents));
    }

    /** Without a timestamp, which AWS leaves out of many refusals. */
    private static Payload json(ShadowOutcome.Rejected rejected) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("code", rejected.code()).put("message", rejected.message());
        rejected.clientToken().ifPresent(token -> json.put("clientToken", token));
        return Payload.of(json.toString());
    }

    @Override
    public long version() {
        return store.version();
    }

    @Override
    public void save(ObjectNode state) {
        ShadowStorage.save(store, state);
    }

    @Override
    public void restore(ObjectNode state) {
        ShadowStorage.restore(store, state);
    }
}
