package dev.tedge.mapping;

import dev.tedge.message.Payload;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step {@code limitPayload} of routes: a message whose payload is larger than {@code aws.mapper.mqtt.max_payload_size} is a
 * {@link MappingException}. What is larger than AWS's own limit passes: it is kept as a dead letter when it is sent.
 *
 * @param most the limit, in bytes
 */
record PayloadLimitProcessor(int most) implements Processor {

    @Override
    public void process(Exchange exchange) {
        Payload payload = MqttHeaders.payload(exchange.getMessage());
        if (payload.size() > most && payload.size() <= MappingSettings.AWS_MAX_PAYLOAD_SIZE) {
            throw new MappingException("Payload is too large >%d: it has %d bytes.".formatted(most, payload.size()));
        }
    }
}
