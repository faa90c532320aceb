package dev.tedge.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.SessionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What routes give to a link, which is not connected here. */
class LinkProducerTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final List<OutboundMessage> published = new ArrayList<>();

    @Test
    void textAndBytes_arePublished_andNoBodyIsEmpty() throws Exception {
        send("ü");
        send(new byte[] {0, (byte) 0xff});
        send(null);

        assertThat(published)
                .extracting(OutboundMessage::payload)
                .containsExactly("ü".getBytes(UTF_8), new byte[] {0, (byte) 0xff}, new byte[0]);
        assertThat(published).extracting(OutboundMessage::topic).containsOnly("a/b");
    }

    @Test
    void objects_areRefused_andNotPublishedAsNothing() throws Exception {
        Exchange exchange = send(Map.of("temperature", 21));

        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("and not bytes or text: put the step marshal with json before 'test://a/b'")
                .hasMessageNotContaining("21");
        assertThat(published).isEmpty();
    }

    private Exchange send(@Nullable Object body) throws Exception {
        LinkConfig config = new LinkConfig(
                "test", SessionConfig.to("127.0.0.1", 1, "robot-7").build(), 100, NEVER, NEVER, failure -> "");
        Publisher publisher = (message, callback) -> {
            published.add(message);
            callback.delivered();
        };
        try (Link link = new Link(config);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("test", new LinkComponent(link, publisher));
            Endpoint endpoint = camel.getEndpoint("test:a/b");
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(body);
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.process(exchange, doneSync -> {});
            return exchange;
        }
    }
}
