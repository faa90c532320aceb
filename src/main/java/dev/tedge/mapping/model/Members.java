package dev.tedge.mapping.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The members of a JSON object, each taken out by the rule for it; what is left are the others. */
final class Members {

    private static final String TIME = "time";

    /** Enough to recognise a name by. */
    private static final int LONGEST_NAME = 60;

    private final Map<String, JsonNode> left = new LinkedHashMap<>();

    Members(ObjectNode object) {
        object.properties().forEach(member -> left.put(member.getKey(), member.getValue()));
    }

    Optional<JsonNode> take(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    Optional<String> text(String name) throws BrokenRuleException {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isTextual()) {
            throw new BrokenRuleException("member %s is %s; it must be text".formatted(named(name), kind(value.get())));
        }
        return value.map(JsonNode::textValue);
    }

    Optional<Instant> time() throws BrokenRuleException {
        Optional<JsonNode> value = take(TIME);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode time = value.get();
        Optional<Instant> instant = time.isTextual()
                ? MessageTime.parse(time.textValue())
                : time.isNumber() ? MessageTime.ofSeconds(time.decimalValue().toString()) : Optional.empty();
        if (instant.isEmpty()) {
            throw new BrokenRuleException("member \"time\" is neither a time as in RFC 3339, such as"
                    + " \"2021-04-07T19:00:00Z\", nor a number of seconds since 1970");
        }
        return instant;
    }

    /** A member that is one of a few words. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> words) throws BrokenRuleException {
        Optional<JsonNode> value = take(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        for (E word : words.getEnumConstants()) {
            if (value.get().isTextual() && written(word).equals(value.get().textValue())) {
                return Optional.of(word);
            }
        }
        throw new BrokenRuleException("member %s is none of %s".formatted(named(name), all(words)));
    }

    Map<String, JsonNode> others() {
        return left;
    }

    static <E extends Enum<E>> String all(Class<E> words) {
        return Arrays.stream(words.getEnumConstants()).map(Members::written).collect(Collectors.joining(", "));
    }

    /** What a value is, without saying which. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case ARRAY -> "a list";
            default -> "an object";
        };
    }

    /** The name of a member in double quotes, on one line, cut when it is long. */
    static String named(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.codePoints()
                .limit(LONGEST_NAME)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(text::appendCodePoint);
        return text.append(name.codePointCount(0, name.length()) > LONGEST_NAME ? "…\"" : "\"")
                .toString();
    }

    /** A word as it is in JSON. */
    static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
