package dev.tedge.mapping.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.Channel;
import dev.tedge.message.EntityId;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.Payload;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads payloads by the rules of thin-edge.io's data model ("Thin Edge JSON", "MQTT API"):
 *
 * <ul>
 *   <li>a measurement is a JSON object; its members are numbers or objects of numbers, beside {@code time} and the
 *       object {@code properties}, below which anything is allowed,
 *   <li>an event is a JSON object, with {@code text} and {@code time} if it likes, and any other members,
 *   <li>an alarm likewise, with {@code severity} if it likes; empty, it is cleared,
 *   <li>twin data is any JSON; empty, it is cleared,
 *   <li>a registration is a JSON object with {@code @type}; empty, it is cleared,
 *   <li>{@code time} is RFC 3339 with an offset, or a number of seconds since 1970,
 *   <li>JSON is UTF-8, names no member twice in an object, and is nested no deeper than 1000 levels.
 * </ul>
 *
 * <p>All other channels have no rules. Nothing here throws, whatever the payload is.
 */
public final class ContentReader {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String PROPERTIES = "properties";
    private static final String TWIN = "twin/";

    private ContentReader() {}

    /** Reads the payload of a message on a channel. */
    public static Reading read(Channel channel, Payload payload) {
        Optional<String> what = what(channel);
        if (what.isEmpty()) {
            return new Reading.Free();
        }
        if (payload.size() == 0 && canBeCleared(channel)) {
            return new Reading.Valid(new Content.Cleared(), MissingNode.getInstance());
        }
        try {
            JsonNode json = json(what.get(), payload);
            return new Reading.Valid(content(channel, what.get(), json), json);
        } catch (BrokenRuleException e) {
            return new Reading.Invalid(e.rule(), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> what(Channel channel) {
        if (channel instanceof Channel.Measurement) {
            return Optional.of("a measurement");
        }
        if (channel instanceof Channel.Event) {
            return Optional.of("an event");
        }
        if (channel instanceof Channel.Alarm) {
            return Optional.of("an alarm");
        }
        if (isTwin(channel)) {
            return Optional.of("twin data");
        }
        return channel.path().isEmpty() ? Optional.of("a registration") : Optional.empty();
    }

    private static boolean canBeCleared(Channel channel) {
        return !(channel instanceof Channel.Measurement || channel instanceof Channel.Event);
    }

    private static boolean isTwin(Channel channel) {
        return channel.path().startsWith(TWIN);
    }

    private static Content content(Channel channel, String what, JsonNode json) throws BrokenRuleException {
        if (isTwin(channel)) {
            return new Content.Twin();
        }
        if (!(json instanceof ObjectNode object)) {
            throw new BrokenRuleException("the payload is not a JSON object, as %s must be".formatted(what));
        }
        Members members = new Members(object);
        if (channel instanceof Channel.Measurement) {
            return measurement(members);
        }
        if (channel instanceof Channel.Event) {
            return event(members);
        }
        return channel instanceof Channel.Alarm ? alarm(members) : registration(members);
    }

    private static Content measurement(Members members) throws BrokenRuleException {
        Optional<JsonNode> properties = members.take(PROPERTIES);
        if (properties.isPresent() && !properties.get().isObject()) {
            throw new BrokenRuleException(
                    "member \"properties\" is %s; it must be an object".formatted(Members.kind(properties.get())));
        }
        Optional<Instant> time = members.time();
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> groups = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : members.others().entrySet()) {
            if (member.getValue() instanceof ObjectNode group) {
                groups.put(member.getKey(), group(member.getKey(), group));
            } else {
                values.put(member.getKey(), number(Members.named(member.getKey()), member.getValue()));
            }
        }
        return new Content.Measurement(values, groups, time.orElse(null));
    }

    private static Map<String, BigDecimal> group(String name, ObjectNode group) throws BrokenRuleException {
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : group.properties()) {
            String path = "%s of %s".formatted(Members.named(member.getKey()), Members.named(name));
            values.put(member.getKey(), number(path, member.getValue()));
        }
        return values;
    }

    private static BigDecimal number(String name, JsonNode value) throws BrokenRuleException {
        if (!value.isNumber()) {
            throw new BrokenRuleException("member %s is %s; measurements have %s, other data goes below \"properties\""
                    .formatted(
                            name,
                            Members.kind(value),
                            value.isObject() ? "objects of numbers one level deep only" : "numbers only"));
        }
        return value.decimalValue();
    }

    private static Content event(Members members) throws BrokenRuleException {
        return new Content.Event(
                members.text("text").orElse(null), members.time().orElse(null));
    }

    private static Content alarm(Members members) throws BrokenRuleException {
        return new Content.Alarm(
                members.word("severity", Severity.class).orElse(null),
                members.text("text").orElse(null),
                members.time().orElse(null));
    }

    private static Content registration(Members members) throws BrokenRuleException {
        EntityKind kind = members.word("@type", EntityKind.class)
                .orElseThrow(() -> new BrokenRuleException(
                        "member \"@type\" is missing; it must be one of " + Members.all(EntityKind.class)));
        return new Content.Registration(
                kind,
                parent(members.text("@parent")).orElse(null),
                members.text("@id").orElse(null),
                members.text("name").orElse(null),
                members.text("type").orElse(null));
    }

    private static Optional<EntityId> parent(Optional<String> path) throws BrokenRuleException {
        try {
            return path.map(EntityId::of);
        } catch (InvalidTopicException e) {
            throw new BrokenRuleException("member \"@parent\" is no entity such as \"device/main//\"");
        }
    }

    private static JsonNode json(String what, Payload payload) throws BrokenRuleException {
        try {
            // Not by Jackson from the bytes: it would take UTF-16 and overlong sequences, too.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload.toByteArray()))
                    .toString();
            JsonNode json = JSON.readTree(text);
            if (json.isMissingNode()) {
                throw new BrokenRuleException("the payload is empty, but %s is JSON".formatted(what));
            }
            return json;
        } catch (CharacterCodingException e) {
            throw new BrokenRuleException("the payload is not text in UTF-8, but %s is JSON".formatted(what));
        } catch (JsonProcessingException e) {
            throw new BrokenRuleException(
                    "the payload is not JSON", "the payload is not JSON%s, but %s is".formatted(place(e), what));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BrokenRuleException("the payload of %s has a number that can't be read".formatted(what));
        }
    }

    /** Without the text of the exception, which quotes the payload. */
    private static String place(JsonProcessingException failure) {
        return failure.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                failure.getLocation().getLineNr(),
                                failure.getLocation().getColumnNr());
    }
}
