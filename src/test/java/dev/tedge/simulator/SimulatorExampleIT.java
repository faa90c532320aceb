package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import dev.tedge.simulator.fault.Fault;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** How a test of a device uses the simulator without the gateway: the example of the README. */
class SimulatorExampleIT {

    private final TestingCertificates authority = new TestingCertificates();
    private final TestingIdentity server = authority.server("localhost");
    private final TestingIdentity device = TestingCertificates.selfSigned("my-device");
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    @Test
    void device_sendsAgain_whenAwsIsBusy() throws Exception {
        try (AwsIotSimulator cloud = AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .device(device.certificate())
                .quotas(Quotas.AWS)
                .onMessage(message -> messages.add(message.topic() + " " + message.text()))
                .start()) {
            cloud.misbehave(Fault.refuse(0x97, "thinedge/my-device/td/#").times(1));

            Mqtt5BlockingClient client = client(cloud.port());
            client.connect();
            assertThatThrownBy(() -> publish(client)).isInstanceOf(Mqtt5PubAckException.class);
            publish(client);

            await().until(() -> !messages.isEmpty());
            assertThat(messages).containsExactly("thinedge/my-device/td/hello world");
            assertThat(cloud.counters().faults()).containsEntry("refuse", 1L);
            client.disconnect();
        }
    }

    private static void publish(Mqtt5BlockingClient client) {
        client.publishWith()
                .topic("thinedge/my-device/td/hello")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("world".getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private Mqtt5BlockingClient client(int port) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier("my-device")
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(device.keyManagers())
                        .trustManagerFactory(authority.trustManagers())
                        .build())
                .buildBlocking();
    }
}
