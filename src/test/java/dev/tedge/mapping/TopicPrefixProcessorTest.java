package dev.tedge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicPrefixProcessorTest {

    private final TopicPrefixProcessor step = new TopicPrefixProcessor("from/this", "to/that");
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final Message message = exchange.getMessage();

    @BeforeEach
    void receive() {
        message.setHeader("CamelMqttTopic", "from/this/a");
        message.setHeader("CamelMqttResponseTopic", "from/those/b");
        message.setHeader("CamelMqttContentType", "text/plain");
    }

    /** On the other side it would be another topic. */
    @Test
    void responseTopic_isLeftOut_andOtherPropertiesGoOn() {
        step.process(exchange);

        assertThat(message.getHeader("CamelPahoMqtt5ResponseTopic")).isNull();
        assertThat(message.getHeader("CamelPahoMqtt5ContentType")).isEqualTo("text/plain");
    }

    @Test
    void responseTopic_goesOn_whenItIsTranslated() {
        step.process(exchange);
        new ResponseTopicProcessor("from/those -> to/them").process(exchange);

        assertThat(message.getHeader("CamelPahoMqtt5ResponseTopic")).isEqualTo("to/them/b");
    }

    @Test
    void responseTopic_ofTheRoute_stays() {
        message.setHeader("CamelPahoMqtt5ResponseTopic", "to/them/c");

        step.process(exchange);

        assertThat(message.getHeader("CamelPahoMqtt5ResponseTopic")).isEqualTo("to/them/c");
    }
}
