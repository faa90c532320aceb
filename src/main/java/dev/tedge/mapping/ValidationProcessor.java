package dev.tedge.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.mapping.model.Content;
import dev.tedge.mapping.model.ContentReader;
import dev.tedge.mapping.model.Reading;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code validate} of routes: a message whose payload breaks the rules of its channel is a {@link
 * MappingException}, whatever {@code aws.mapper.validate} says. The body stays as it is. What it says is also put into
 * two headers, which are not there when the payload is empty, and on channels without rules:
 *
 * <ul>
 *   <li>{@value #CONTENT}: the {@link Content}, {@code ${header.tedgeContent.severity}}
 *   <li>{@value #JSON}: all of it as maps, lists, texts and numbers, {@code ${header.tedgeJson[temperature]}}; numbers
 *       have every digit, as {@link java.math.BigDecimal} when they have a fraction or exponent
 * </ul>
 */
final class ValidationProcessor implements Processor {

    static final String CONTENT = "tedgeContent";
    static final String JSON = "tedgeJson";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Reading reading = ContentReader.read(topic(message).channel(), MqttHeaders.payload(message));
        message.removeHeader(CONTENT);
        message.removeHeader(JSON);
        if (reading instanceof Reading.Invalid invalid) {
            throw new MappingException(invalid.reason());
        }
        if (reading instanceof Reading.Valid valid && !(valid.content() instanceof Content.Cleared)) {
            message.setHeader(CONTENT, valid.content());
            message.setHeader(JSON, plain(valid.json()));
        }
    }

    private static LocalTopic topic(Message message) {
        try {
            return LocalTopic.parse(MqttHeaders.receivedTopic(message))
                    .orElseThrow(() -> new MappingException(
                            "The topic names no entity of the local data model, whose rules this step knows."));
        } catch (InvalidTopicException e) {
            throw new MappingException(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Object plain(JsonNode json) {
        try {
            return MAPPER.treeToValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps and lists can be made of all JSON", e);
        }
    }
}
