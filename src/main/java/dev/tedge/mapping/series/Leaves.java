package dev.tedge.mapping.series;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a JSON object, at whatever depth, by their place ({@code /temperature}, {@code /coordinate/x}, RFC 6901), in the order
 * of the object. The member {@code time} of the object itself is none of them.
 */
public final class Leaves {

    /** AWS takes no larger message, so nothing is gained by reading one. */
    private static final int MAX_BYTES = 128 * 1024;

    /** A sensor has fewer digits; arithmetic with numbers as 1e999999999 would take all memory. */
    private static final int MAX_DIGITS = 400;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final String TIME = "/time";

    private final Map<String, String> values = new LinkedHashMap<>();
    private Optional<String> time = Optional.empty();

    private Leaves() {}

    /** Reads an object; empty when the bytes are anything else, or more than AWS takes. */
    public static Optional<Leaves> of(byte[] json) {
        if (json.length > MAX_BYTES) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Leaves leaves = new Leaves();
            leaves.read(parser);
            return Optional.of(leaves);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Each value as it is written; of strings with the quotes. */
    public Map<String, String> values() {
        return values;
    }

    /** The member {@code time} as it is written. */
    public Optional<String> time() {
        return time;
    }

    /** The number that a value is; empty when it is none, or has an absurd size. */
    public static Optional<BigDecimal> number(String written) {
        if (written.isEmpty() || written.length() > MAX_DIGITS || "-0123456789".indexOf(written.charAt(0)) < 0) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(written);
            return Math.abs((long) number.scale()) > MAX_DIGITS ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void read(JsonParser parser) throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IOException("The object has no end.");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token.isScalarValue()) {
                note(parser, token);
            }
        }
        if (parser.nextToken() != null) {
            throw new IOException("Something follows the object.");
        }
    }

    private void note(JsonParser parser, JsonToken token) throws IOException {
        JsonPointer place = parser.getParsingContext().pathAsPointer();
        String text = parser.getText();
        String written = token == JsonToken.VALUE_STRING ? JsonText.quoted(text) : text;
        if (place.toString().equals(TIME)) {
            time = Optional.of(written);
        } else {
            values.put(place.toString(), written);
        }
    }
}
