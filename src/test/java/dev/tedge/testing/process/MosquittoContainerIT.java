package dev.tedge.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

@Testcontainers(disabledWithoutDocker = true)
class MosquittoContainerIT {

    @Container
    private final MosquittoContainer broker = new MosquittoContainer();

    @Test
    void container_passesMessages() {
        try (MqttProbe probe = MqttProbe.to(broker.getHost(), broker.port()).connect()) {
            probe.subscribe("te/+/+/+/+/m/+");
            probe.publish("te/device/main///m/environment", "{\"temperature\":21.3}");

            ReceivedMessage message = probe.await("te/device/main///m/environment");
            assertThat(message.text()).isEqualTo("{\"temperature\":21.3}");
            assertThat(message.qos()).isEqualTo(1);
        }
    }
}
