package dev.tedge.simulator.service;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON whose numbers stay as they are written: 1.10 does not become 1.1, and no digit is lost. For any thread. */
public final class ExactJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonMapper UNIQUE =
            JSON.rebuild().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private ExactJson() {}

    /**
     * Reads one value; of fields with the same name the last one counts. Nothing at all is a missing node.
     *
     * @throws JsonProcessingException if the text is something else, or has a number beyond all measure
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return read(JSON, text);
    }

    /**
     * Reads one value without fields of the same name.
     *
     * @throws JsonProcessingException as {@link #read}, and for a field that is there twice
     */
    public static JsonNode readUnique(String text) throws JsonProcessingException {
        return read(UNIQUE, text);
    }

    private static JsonNode read(JsonMapper mapper, String text) throws JsonProcessingException {
        try (JsonParser parser = mapper.createParser(text)) {
            try {
                JsonNode value = mapper.readTree(parser);
                return value == null ? MissingNode.getInstance() : value;
            } catch (NumberFormatException tooLarge) {
                // Such as 1e99999999999, whose exponent is no int.
                throw new JsonParseException(parser, "A number is too large", parser.currentLocation(), tooLarge);
            }
        } catch (JsonProcessingException malformed) {
            throw malformed;
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text cannot be read", impossible);
        }
    }

    /** Without white space. */
    public static String write(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree cannot be written", impossible);
        }
    }
}
