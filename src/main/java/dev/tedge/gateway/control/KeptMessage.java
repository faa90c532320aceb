package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of the outbox or a dead letter, as it is listed.
 *
 * @param id its sequence in the outbox or its id as a dead letter
 * @param since when it was accepted, or parked
 * @param priority how urgent it is, or was
 * @param refusal why it was parked; empty for a message of the outbox
 * @param content what is to be published
 */
public record KeptMessage(long id, Instant since, Priority priority, Optional<Refusal> refusal, Content content) {

    public KeptMessage {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(refusal, "refusal");
        Objects.requireNonNull(content, "content");
    }

    /**
     * Why a message was parked.
     *
     * @param cause the sort of refusal
     * @param reason in words
     */
    public record Refusal(DeadLetter.Cause cause, String reason) {}

    /**
     * What is to be published.
     *
     * @param topic on AWS
     * @param size of the payload, in bytes
     * @param qos 0 or 1
     * @param retain as it was asked for
     * @param inside empty in lists
     */
    public record Content(String topic, int size, int qos, boolean retain, Optional<Inside> inside) {

        static Content of(OutboundMessage message, boolean payload) {
            return new Content(
                    message.topic(),
                    message.payload().length,
                    message.qos(),
                    message.retain(),
                    payload ? Optional.of(Inside.of(message)) : Optional.empty());
        }

        /** The payload; none in lists. */
        public Optional<Payload> payload() {
            return inside.map(Inside::payload);
        }
    }

    /**
     * What a message brings.
     *
     * @param payload its content
     * @param properties those of MQTT 5
     */
    public record Inside(Payload payload, MessageProperties properties) {

        static Inside of(OutboundMessage message) {
            return new Inside(
                    Payload.of(message.payload()), message.properties().orElse(MessageProperties.NONE));
        }
    }

    static KeptMessage of(StoredMessage message, boolean payload) {
        return new KeptMessage(
                message.sequence(),
                message.accepted(),
                message.priority(),
                Optional.empty(),
                Content.of(message.message(), payload));
    }

    static KeptMessage of(DeadLetter letter, boolean payload) {
        return new KeptMessage(
                letter.id(),
                letter.parked(),
                Priority.of(letter.message().topic()),
                Optional.of(new Refusal(letter.cause(), letter.reason())),
                Content.of(letter.message(), payload));
    }

    /** As an entry of a list. The payload, where there is one, is the member {@code payload} in Base64, with
     * {@code properties} beside it where the message has some. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        json.put(refusal.isPresent() ? "parked" : "accepted", since.toString());
        refusal.ifPresent(parked -> json.put("cause", parked.cause().word()).put("reason", parked.reason()));
        json.put("priority", StatusJson.word(priority))
                .put("topic", content.topic())
                .put("size", content.size())
                .put("qos", content.qos())
                .put("retain", content.retain());
        content.inside().ifPresent(inside -> {
            json.put("payload", inside.payload().toByteArray());
            PropertiesJson.write(inside.properties(), json);
        });
        return json;
    }

    /**
     * Reads what {@link #toJson} has written.
     *
     * @throws ControlException when it is something else, of another release
     */
    public static KeptMessage of(JsonNode json) throws ControlException {
        try {
            Optional<Refusal> refusal = Optional.ofNullable(json.path("cause").textValue())
                    .map(cause -> new Refusal(cause(cause), json.path("reason").asText()));
            return new KeptMessage(
                    json.path("id").longValue(),
                    Instant.parse(json.path(refusal.isPresent() ? "parked" : "accepted")
                            .asText()),
                    StatusJson.priority(json.path("priority").asText()),
                    refusal,
                    content(json));
        } catch (IOException | RuntimeException e) {
            throw new ControlException("An entry of the answer is not understood: restart the gateway", e);
        }
    }

    private static Content content(JsonNode json) throws IOException {
        byte[] payload = json.path("payload").binaryValue();
        return new Content(
                json.path("topic").asText(),
                json.path("size").intValue(),
                json.path("qos").intValue(),
                json.path("retain").booleanValue(),
                payload == null
                        ? Optional.empty()
                        : Optional.of(new Inside(Payload.of(payload), PropertiesJson.read(json))));
    }

    private static DeadLetter.Cause cause(String word) {
        for (DeadLetter.Cause cause : DeadLetter.Cause.values()) {
            if (cause.word().equals(word)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("There is no cause '" + word + "'");
    }
}
