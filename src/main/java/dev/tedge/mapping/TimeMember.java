package dev.tedge.mapping;

import dev.tedge.mapping.model.MessageTime;
import dev.tedge.message.Payload;
import java.time.Instant;
import java.util.Optional;

/**
 * The member {@code time} of JSON objects: adds it, or changes its notation. All other bytes stay as they are: order,
 * white space, digits of numbers, duplicate members.
 */
final class TimeMember {

    private static final String NAME = "time";

    private final TimestampFormat format;

    TimeMember(TimestampFormat format) {
        this.format = format;
    }

    /**
     * Gives a JSON object a time in the configured format. What is no JSON object is returned as it is. When an object
     * has the member several times, each is converted, so that it doesn't matter which one a reader takes.
     *
     * @param now the time for an object that has none
     * @throws MappingException if a {@code time} has to be converted, but is no time
     */
    Payload stamp(Payload payload, Instant now) {
        Optional<JsonObject> parsed = JsonObject.parse(payload.bytes(), NAME);
        if (parsed.isEmpty()) {
            return payload;
        }
        JsonObject object = parsed.get();
        if (object.values().isEmpty()) {
            return Payload.wrap(object.append(NAME, format.jsonOfNow(now)));
        }
        boolean allFine = object.values().stream().allMatch(this::isFine);
        return allFine ? payload : Payload.wrap(object.replace(this::converted));
    }

    /** In the right notation already; whether it is a sensible time is not checked then, as in thin-edge.io. */
    private boolean isFine(JsonObject.Value value) {
        return value.kind()
                == switch (format) {
                    case UNIX -> JsonObject.Kind.NUMBER;
                    case RFC3339 -> JsonObject.Kind.STRING;
                };
    }

    private Optional<String> converted(JsonObject.Value value) {
        if (isFine(value)) {
            return Optional.empty();
        }
        Optional<Instant> time =
                switch (value.kind()) {
                    case NUMBER -> MessageTime.ofSeconds(value.text());
                    case STRING -> MessageTime.parse(value.text());
                    case OTHER -> Optional.empty();
                };
        Instant found = time.orElseThrow(
                () -> new MappingException("Failed to format message timestamp as %s: the member \"time\" is %s."
                        .formatted(format.word(), fault(value.kind()))));
        return Optional.of(format.json(found));
    }

    private static String fault(JsonObject.Kind kind) {
        return switch (kind) {
            case NUMBER -> "a number, but not of seconds between the years 0 and 9999";
            case STRING -> "a string, but not a time as in RFC 3339, such as \"2021-04-07T19:00:00Z\"";
            case OTHER -> "neither a number nor a string";
        };
    }
}
