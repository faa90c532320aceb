package dev.tedge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CommandIdTest {

    private static final String TOPIC = "thinedge/x/cmd/a";

    @Test
    void command_withoutAnythingToTellItBy_hasNone() {
        assertThat(id(TOPIC, "on", Map.of())).isEmpty();
        assertThat(id(TOPIC, "on", Map.of("CamelMqttResponseTopic", "r"))).isEmpty();
        assertThat(id(TOPIC, "on", Map.of("CamelMqttUserProperties", List.of(new UserProperty("other", "1")))))
                .isEmpty();
    }

    @Test
    void correlationData_tellsCommandsApart_withTopicsAndPayload() {
        Map<String, Object> asked = Map.of("CamelMqttResponseTopic", "r", "CamelMqttCorrelationData", bytes("1"));
        Optional<String> id = id(TOPIC, "on", asked);

        assertThat(id).hasValueSatisfying(text -> assertThat(text).hasSize(CommandId.LENGTH));
        assertThat(id(TOPIC, "on", asked)).isEqualTo(id);
        assertThat(id(TOPIC + "b", "on", asked)).isNotEqualTo(id);
        assertThat(id(TOPIC, "off", asked)).isNotEqualTo(id);
        assertThat(id(TOPIC, "on", Map.of("CamelMqttResponseTopic", "s", "CamelMqttCorrelationData", bytes("1"))))
                .isNotEqualTo(id);
        assertThat(id(TOPIC, "on", Map.of("CamelMqttResponseTopic", "r", "CamelMqttCorrelationData", bytes("2"))))
                .isNotEqualTo(id);
    }

    @Test
    void userProperty_tellsCommandsApart_withTopicAndPayload() {
        Map<String, Object> given = Map.of("CamelMqttUserProperties", List.of(new UserProperty("id", "1")));
        Optional<String> id = id(TOPIC, "on", given);

        assertThat(id).isPresent();
        assertThat(id(TOPIC, "on", given)).isEqualTo(id);
        assertThat(id(TOPIC, "off", given)).isNotEqualTo(id);
        assertThat(id(TOPIC + "b", "on", given)).isNotEqualTo(id);
        assertThat(id(TOPIC, "on", Map.of("CamelMqttUserProperties", List.of(new UserProperty("id", "2")))))
                .isNotEqualTo(id);
    }

    private static Optional<String> id(String topic, String payload, Map<String, Object> headers) {
        Message message = new DefaultExchange(new DefaultCamelContext()).getMessage();
        message.setBody(bytes(payload));
        message.setHeader("CamelMqttTopic", topic);
        headers.forEach(message::setHeader);
        return CommandId.of(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
