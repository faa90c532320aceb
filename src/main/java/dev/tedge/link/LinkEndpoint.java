package dev.tedge.link;

import dev.tedge.message.TopicFilter;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One use of a link in a route: a list of topic filters to consume from, or a topic to publish to. */
public final class LinkEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private final LinkComponent component;
    private final String topics;
    private int qos = 1;

    LinkEndpoint(String uri, LinkComponent component, String topics) {
        super(uri, component);
        this.component = component;
        this.topics = topics;
    }

    /** The QoS of subscriptions (0 or 1), and of messages that have no header {@code CamelPahoMqtt5Qos}. */
    public int getQos() {
        return qos;
    }

    public void setQos(int qos) {
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("qos must be 0 or 1, but is " + qos);
        }
        this.qos = qos;
    }

    /** Each gets every message. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public Producer createProducer() {
        return new LinkProducer(this, component.publisher(), topics);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        List<TopicFilter> filters =
                Arrays.stream(topics.split(",", -1)).map(LinkEndpoint::filter).toList();
        LinkConsumer consumer = new LinkConsumer(this, processor, component, filters);
        configureConsumer(consumer);
        return consumer;
    }

    private static TopicFilter filter(String filter) {
        if (filter.startsWith("$share/")) {
            throw new IllegalArgumentException(
                    "'%s' is a shared subscription: one connection has no use for it".formatted(filter));
        }
        return new TopicFilter(filter);
    }
}
