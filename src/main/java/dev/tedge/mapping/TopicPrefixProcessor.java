package dev.tedge.mapping;

import dev.tedge.message.TopicPrefix;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A step of routes that addresses a message to the other side: the topic that it came in on, with one prefix exchanged
 * for another. The QoS stays, lowered to 1; the payload stays, and so do the properties of
 * MQTT 5 but for the response topic, which is one of this side: a {@link ResponseTopicProcessor}
 * behind this step translates it, and without one it is left out. It is not retained on the other side, unless the step says
 * that what came in retained shall stay so. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: myTopics
 *       type: dev.tedge.mapping.TopicPrefixProcessor
 *       constructors:
 *         0: "from/this"
 *         1: "to/that"
 *         2: "true"  # stays retained; left out: false
 * }</pre>
 */
public final class TopicPrefixProcessor implements Addressing {

    private final TopicPrefix prefix;
    private final boolean staysRetained;

    /**
     * A step after which nothing is retained.
     *
     * @param from the prefix to replace: whole levels, no wildcard, no slash at the end
     * @param to what to put in its place, likewise
     * @throws dev.tedge.message.InvalidTopicException if one of them is no such prefix
     */
    public TopicPrefixProcessor(String from, String to) {
        this(from, to, false);
    }

    /**
     * @param from the prefix to replace: whole levels, no wildcard, no slash at the end
     * @param to what to put in its place, likewise
     * @param staysRetained whether a message that came in retained is published as retained
     * @throws dev.tedge.message.InvalidTopicException if one of them is no such prefix
     */
    public TopicPrefixProcessor(String from, String to, boolean staysRetained) {
        this.prefix = new TopicPrefix(from, to);
        this.staysRetained = staysRetained;
    }

    /**
     * Sets the headers for the endpoint that follows.
     *
     * @throws MappingException if the topic of the message is not below the prefix
     */
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String topic = prefix.rewrite(MqttHeaders.receivedTopic(message))
                .orElseThrow(() -> new MappingException(
                        "The topic is not below \"%s\", which this route replaces.".formatted(prefix.from())));
        boolean retained = staysRetained && MqttHeaders.receivedRetained(message);
        MqttHeaders.publish(message, topic, MqttHeaders.receivedQos(message), retained);
        MqttHeaders.carryProperties(message);
    }

    @Override
    public List<String> topics(String filter) {
        return prefix.rewrite(filter).stream().toList();
    }

    @Override
    public boolean retains() {
        return staysRetained;
    }
}
