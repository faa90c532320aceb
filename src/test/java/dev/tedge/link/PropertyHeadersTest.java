package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.PropertyBytes;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PropertyHeadersTest {

    private static final String LONGEST = "x".repeat(65_535);
    private static final String SECRET = "secret";

    private final Message message = new DefaultExchange(new DefaultCamelContext()).getMessage();

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("ResponseTopic", "a/+/" + SECRET, "without the wildcards + and #"),
                Arguments.of("ResponseTopic", SECRET + "/#", "without the wildcards + and #"),
                Arguments.of("ResponseTopic", LONGEST + "x", "65535 bytes, but has a text or data of 65536"),
                Arguments.of("ContentType", LONGEST + "x", "65535 bytes, but has a text or data of 65536"),
                Arguments.of("ContentType", SECRET + "\0", "must not contain the character U+0000"),
                Arguments.of("ContentType", SECRET + "\ud800", "must not contain one half of a surrogate pair"),
                Arguments.of("CorrelationData", new byte[65_536], "65535 bytes, but has a text or data of 65536"),
                Arguments.of("UserProperties", Map.of("a", "ü".repeat(32_768)), "but has a text or data of 65536"),
                Arguments.of("UserProperties", Map.of(SECRET + "\0", "a"), "must not contain the character U+0000"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("unfit")
    void propertyThatMqttForbids_isRefused_byTheNameOfItsHeader(String name, Object value, String text) {
        message.setHeader("CamelPahoMqtt5" + name, value);

        assertThatThrownBy(() -> PropertyHeaders.toSend(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The header CamelPahoMqtt5" + name + " must ")
                .hasMessageContaining(text)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void longestOnes_areSent() {
        message.setHeader("CamelPahoMqtt5ResponseTopic", LONGEST);
        message.setHeader("CamelPahoMqtt5CorrelationData", new byte[65_535]);
        message.setHeader("CamelPahoMqtt5UserProperties", Map.of(LONGEST, LONGEST));

        MessageProperties properties = PropertyHeaders.toSend(message).orElseThrow();

        assertThat(PropertyBytes.read(PropertyBytes.write(properties))).isEqualTo(properties);
    }

    @Test
    void propertiesOfTheClientLibrary_areChecked_too() {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(LONGEST + "x");
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, properties);

        assertThatThrownBy(() -> PropertyHeaders.toSend(message)).isInstanceOf(IllegalArgumentException.class);
    }
}
