package dev.tedge.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.mapping.model.Content;
import dev.tedge.mapping.model.ContentReader;
import dev.tedge.mapping.model.Reading;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The step {@code validate} of routes: a message whose payload breaks the rules of its channel is a {@link MappingException},
 * whatever {@code aws.mapper.validate} says. The body stays as it is. JSON is also put into the header {@value #JSON}, as the
 * maps, lists, texts and numbers that {@code unmarshal} would make of it: {@code ${header.tedgeJson[temperature]}}. There is no
 * such header when the payload is empty, and on channels without rules.
 */
final class ValidationProcessor implements Processor {

    static final String JSON = "tedgeJson";

    private static final JsonMapper MAPPER = new JsonMapper();

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Payload payload = MqttHeaders.payload(message);
        Reading reading = ContentReader.read(topic(message).channel(), payload);
        message.removeHeader(JSON);
        if (reading instanceof Reading.Invalid invalid) {
            throw new MappingException(invalid.reason());
        }
        if (reading instanceof Reading.Valid valid && !(valid.content() instanceof Content.Cleared)) {
            message.setHeader(JSON, json(payload));
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

    private static Object json(Payload payload) {
        try {
            return MAPPER.readValue(payload.toByteArray(), Object.class);
        } catch (JsonProcessingException e) {
            throw new MappingException("The payload has what can't be read as a number, text, list or object.");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
