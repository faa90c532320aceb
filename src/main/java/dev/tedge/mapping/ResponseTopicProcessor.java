package dev.tedge.mapping;

import dev.tedge.message.TopicPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step of routes that translates the response topic of a message to the topic on the other side from which a route brings the
 * answer back. In YAML, behind the step that addresses the message, with one line for each such route:
 *
 * <pre>{@code
 * - beans:
 *     - name: myReplies
 *       type: dev.tedge.mapping.ResponseTopicProcessor
 *       constructors:
 *         0: |
 *           from/this -> to/that
 *           from/those -> to/them
 * }</pre>
 *
 * <p>A response topic that is below none of them is left out, as nobody would hear the answer: the message goes on without it, and
 * that is said once for each topic. A message without response topic passes.
 */
public final class ResponseTopicProcessor implements Processor {

    private static final String ARROW = "->";

    private final List<TopicPrefix> table;
    private final KnownFaults known = new KnownFaults();

    /**
     * @param table lines with two prefixes each, of whole levels and without wildcard, with {@code ->} between them
     * @throws dev.tedge.message.InvalidTopicException if one of them is no such prefix
     * @throws IllegalArgumentException if a line is something else
     */
    public ResponseTopicProcessor(String table) {
        List<TopicPrefix> lines = new ArrayList<>();
        table.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> lines.add(prefix(line)));
        this.table = List.copyOf(lines);
    }

    private static TopicPrefix prefix(String line) {
        String[] sides = line.split(ARROW, -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException(
                    "'%s' is not of the form 'from/this -> to/that', as response topics are translated"
                            .formatted(line));
        }
        return new TopicPrefix(sides[0].strip(), sides[1].strip());
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String topic = MqttHeaders.responseTopic(message);
        if (topic == null) {
            return;
        }
        Optional<String> translated = translated(topic);
        MqttHeaders.respondTo(message, translated);
        if (translated.isEmpty() && known.isNew(topic, "response topic")) {
            String text = "No route brings an answer to the response topic %s: the message on %s goes on without it"
                    .formatted(topic, MqttHeaders.publishedTopic(exchange));
            Notices.say(exchange.getContext(), new Notice(text, () -> known.forget(topic)));
        }
    }

    private Optional<String> translated(String topic) {
        // MQTT forbids it, and so would the broker on the other side.
        boolean wildcard = topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0;
        return wildcard
                ? Optional.empty()
                : table.stream()
                        .flatMap(prefix -> prefix.rewrite(topic).stream())
                        .findFirst();
    }
}
