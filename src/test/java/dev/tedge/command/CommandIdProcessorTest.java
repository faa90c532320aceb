package dev.tedge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a route as the built-in one, whose last step takes its time. */
class CommandIdProcessorTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Exchange> delivering = new ArrayList<>();
    private final List<AsyncCallback> unfinished = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        DeliveredCommands delivered = DeliveredCommands.inMemory();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .process(new CommandIdProcessor())
                        .idempotentConsumer(header("tedgeCommandId"), delivered)
                        .eager(false)
                        .completionEager(true)
                        .process(new Delivering());
            }
        });
        // Some of what a test leaves unfinished would be waited for.
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    @Test
    void sameCommand_waitsForTheFirst_andIsNotDeliveredAgain() {
        send("1", "first");
        send("1", "again");
        send("2", "other");
        send("1", "and again");
        assertThat(delivering).hasSize(2);

        finish(0);

        assertThat(delivering).hasSize(2);
        assertThat(done).containsExactly("first", "again", "and again");
    }

    @Test
    void sameCommand_isDelivered_whenTheFirstHasFailed() {
        send("1", "first");
        send("1", "again");
        delivering.get(0).setException(new IllegalStateException("not now"));

        finish(0);

        assertThat(done).containsExactly("first");
        assertThat(delivering).hasSize(2);
        finish(1);
        assertThat(done).containsExactly("first", "again");
    }

    @Test
    void many_thatWait_areDoneOneAfterTheOther() {
        send("1", "first");
        for (int i = 0; i < 4_000; i++) {
            send("1", "again");
        }

        finish(0);

        assertThat(done).hasSize(4_001);
        assertThat(delivering).hasSize(1);
    }

    @Test
    void commandsWithoutId_areAllDelivered() {
        send("", "a");
        send("", "b");

        assertThat(delivering).hasSize(2);
    }

    private void finish(int number) {
        unfinished.get(number).done(false);
    }

    private void send(String id, String name) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader("CamelMqttTopic", "thinedge/x/cmd/a");
        if (!id.isEmpty()) {
            exchange.getMessage().setHeader("CamelMqttUserProperties", List.of(new UserProperty("id", id)));
        }
        AsyncProcessor route =
                AsyncProcessorConverterHelper.convert(camel.getRoutes().get(0).getProcessor());
        boolean unused = route.process(exchange, doneSync -> done.add(name));
    }

    private final class Delivering extends AsyncProcessorSupport {

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            delivering.add(exchange);
            unfinished.add(callback);
            return false;
        }
    }
}
