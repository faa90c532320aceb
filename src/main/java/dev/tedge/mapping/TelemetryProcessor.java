package dev.tedge.mapping;

import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import dev.tedge.message.TopicMemo;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The step {@code telemetryMapper} of routes: applies {@link TelemetryMapper} to a message from {@code local:} and
 * addresses it to AWS, with QoS 1 and not retained. What {@link TelemetryChecks} has to say of it is reported. What
 * need not go to AWS ends the route there without an error; what can't go is a {@link MappingException}.
 */
final class TelemetryProcessor implements Addressing {

    private final TelemetryMapper mapper;
    private final TelemetryChecks checks;
    private final TopicMemo<Optional<LocalTopic>> topics = new TopicMemo<>(TelemetryProcessor::read);

    TelemetryProcessor(TelemetryMapper mapper, TelemetryChecks checks) {
        this.mapper = mapper;
        this.checks = checks;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String topic = MqttHeaders.receivedTopic(message);
        Payload payload = MqttHeaders.payload(message);
        Optional<LocalTopic> local = topics.of(topic);
        MappingResult result = mapper.map(local, payload);
        if (result instanceof MappingResult.Mapped mapped) {
            checks.look(local.orElseThrow(), topic, MqttHeaders.publishedTopic(exchange), payload)
                    .forEach(notice -> Notices.say(exchange.getContext(), notice));
            message.setBody(mapped.payload().bytes());
            MqttHeaders.publish(message, mapped.topic().value(), 1, false);
        } else if (result instanceof MappingResult.Rejected rejected) {
            throw new MappingException(rejected.reason());
        } else {
            exchange.setRouteStop(true);
        }
    }

    /** Once for all that look at it. */
    private static Optional<LocalTopic> read(String topic) {
        try {
            return LocalTopic.parse(topic);
        } catch (InvalidTopicException e) {
            throw new MappingException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> topics(String filter) {
        return mapper.topics(filter);
    }

    @Override
    public boolean retains() {
        return false;
    }
}
