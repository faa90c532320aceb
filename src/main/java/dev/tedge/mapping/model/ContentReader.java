package dev.tedge.mapping.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.Channel;
import dev.tedge.message.EntityId;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.Payload;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads payloads by the rules of thin-edge.io's data model ("Thin Edge JSON", "MQTT API"):
 *
 * <ul>
 *   <li>a measurement is a JSON object; its members are numbers or objects of numbers, beside {@code time} and the object {@code
 *       properties}, below which anything is allowed,
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
        try {
            return content(channel, payload).<Reading>map(Reading.Valid::new).orElseGet(Reading.Free::new);
        } catch (BrokenRuleException e) {
            return new Reading.Invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Content> content(Channel channel, Payload payload) throws BrokenRuleException {
        boolean empty = payload.size() == 0;
        if (channel instanceof Channel.Measurement) {
            return Optional.of(measurement(object("a measurement", payload)));
        }
        if (channel instanceof Channel.Event) {
            return Optional.of(event(members("an event", payload)));
        }
        if (channel instanceof Channel.Alarm) {
            return Optional.of(empty ? new Content.Cleared() : alarm(members("an alarm", payload)));
        }
        if (channel.path().startsWith(TWIN)) {
            return Optional.of(empty ? new Content.Cleared() : new Content.Twin(json("twin data", payload)));
        }
        if (channel.path().isEmpty()) {
            return Optional.of(empty ? new Content.Cleared() : registration(members("a registration", payload)));
        }
        return Optional.empty();
    }

    private static Content measurement(ObjectNode object) throws BrokenRuleException {
        Members members = new Members(object);
        Optional<JsonNode> properties = members.take(PROPERTIES);
        if (properties.isPresent() && !properties.get().isObject()) {
            throw new BrokenRuleException(
                    "member \"properties\" is %s; it must be an object".formatted(Members.kind(properties.get())));
        }
        var time = members.time();
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> groups = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : members.others().entrySet()) {
            if (member.getValue() instanceof ObjectNode group) {
                groups.put(member.getKey(), group(member.getKey(), group));
            } else {
                values.put(member.getKey(), number(Members.named(member.getKey()), member.getValue()));
            }
        }
        Map<String, JsonNode> further = properties
                .map(found -> new Members((ObjectNode) found).others())
                .orElse(Map.of());
        return new Content.Measurement(values, groups, time, further);
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
        return new Content.Event(members.text("text"), members.time(), members.others());
    }

    private static Content alarm(Members members) throws BrokenRuleException {
        return new Content.Alarm(
                members.word("severity", Severity.class), members.text("text"), members.time(), members.others());
    }

    private static Content registration(Members members) throws BrokenRuleException {
        EntityKind kind = members.word("@type", EntityKind.class)
                .orElseThrow(() -> new BrokenRuleException(
                        "member \"@type\" is missing; it must be one of " + Members.all(EntityKind.class)));
        Optional<EntityId> parent = parent(members.text("@parent"));
        return new Content.Registration(
                kind, parent, members.text("@id"), members.text("name"), members.text("type"), members.others());
    }

    private static Optional<EntityId> parent(Optional<String> path) throws BrokenRuleException {
        try {
            return path.map(EntityId::of);
        } catch (InvalidTopicException e) {
            throw new BrokenRuleException("member \"@parent\" is no entity such as \"device/main//\"");
        }
    }

    private static Members members(String what, Payload payload) throws BrokenRuleException {
        return new Members(object(what, payload));
    }

    private static ObjectNode object(String what, Payload payload) throws BrokenRuleException {
        if (json(what, payload) instanceof ObjectNode object) {
            return object;
        }
        throw new BrokenRuleException("the payload is not a JSON object, as %s must be".formatted(what));
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
            throw new BrokenRuleException("the payload is not JSON%s, but %s is".formatted(place(e), what));
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
