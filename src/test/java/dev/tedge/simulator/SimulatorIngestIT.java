package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.mqttserver.MqttServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that do not just go to subscribers: Basic Ingest and retained ones. */
class SimulatorIngestIT {

    private static final String RULE = "$aws/rules/building/";

    @Test
    void basicIngest_reachesTheRule_andNobodyElse() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("$aws/#");
            device.subscribe("#");

            assertThat(device.puback(RULE + "room/lights", "on")).isZero();
            device.publish("marker", "");

            assertThat(allUntil(device, "[marker] ")).noneMatch(message -> message.contains(RULE));
            assertThat(cloud.messages).extracting(CloudMessage::topic).containsExactly(RULE + "room/lights", "marker");
            assertThat(cloud.messages)
                    .extracting(CloudMessage::rule)
                    .containsExactly(Optional.of("building"), Optional.empty());
            assertThat(cloud.messages.get(0).text()).isEqualTo("on");
        }
    }

    private static List<String> allUntil(TestingDevice device, String last) throws InterruptedException {
        List<String> all = new ArrayList<>();
        do {
            all.add(device.next());
        } while (!all.contains(last));
        return all;
    }

    @Test
    void basicIngest_isNotRetained_atEitherDoor() throws Exception {
        try (TestingCloud cloud =
                TestingCloud.with(builder -> builder.httpPort(0).policy(TestingCloud.ALL))) {
            TestingDevice device = cloud.device().connected();

            device.client.publish(retained(RULE + "x", "1"));
            assertThat(TestingHttp.outcome(TestingHttp.device(cloud).post("/topics/" + RULE + "y?retain=true", "2")))
                    .isEqualTo("200");
            device.client.publish(retained("r/1", "3"));

            assertThat(cloud.simulator().retained().get(10, TimeUnit.SECONDS))
                    .extracting(one -> one.message().topic())
                    .containsExactly("r/1");
        }
    }

    @Test
    void basicIngest_takes311Devices() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            Mqtt3BlockingClient device = cloud.deviceOf311(new CompletableFuture<>());
            device.connect();

            device.publishWith().topic(RULE + "x").qos(MqttQos.AT_LEAST_ONCE).send();

            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::rule).containsExactly(Optional.of("building")));
        }
    }

    @Test
    void basicIngest_doesNotCountItsPrefix() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();

            assertThat(device.puback(RULE + "1/2/3/4/5/6/7/8", "7 slashes")).isZero();
            assertThat(device.puback(RULE + "x".repeat(256), "256 bytes")).isZero();
            assertThat(device.puback(RULE + "1/2/3/4/5/6/7/8/9", "8 slashes")).isEqualTo(0x90);
            assertThat(cloud.refusedBy(AwsRule.TOPIC_SLASHES)).contains("8 slashes");
            TestingDevice next = cloud.device().connected();
            assertThat(next.puback(RULE + "x".repeat(257), "257 bytes")).isEqualTo(0x90);
            assertThat(cloud.refusedBy(AwsRule.TOPIC_LENGTH)).contains("257 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$aws/rules/building/#", "$aws/rules/building/x", "$aws/rules/#", "$aws/rules/+/x"})
    void basicIngest_cannotBeSubscribedTo(String filter) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();

            assertThatThrownBy(() -> device.subscribe(filter)).isInstanceOf(Mqtt5SubAckException.class);
            assertThat(device.disconnectCode()).isEqualTo(0x8F);
            assertThat(cloud.refusedBy(AwsRule.RESERVED_TOPIC)).contains(filter);
        }
    }

    private static Mqtt5Publish retained(String topic, String payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void retainedMessage_isKept_untilAnEmptyOneDeletesIt() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            device.client.publish(retained("r/1", "old"));
            device.client.publish(retained("r/1", "new"));
            device.client.publish(retained("r/2", "other"));

            List<MqttServer.Retained> kept = cloud.simulator().retained().get(10, TimeUnit.SECONDS);

            assertThat(kept)
                    .extracting(one -> one.message().topic() + " "
                            + one.message().payload().text() + " "
                            + one.message().qos())
                    .containsExactly("r/1 new 1", "r/2 other 1");
            assertThat(kept.get(0).since()).isBefore(Instant.now().plusSeconds(1));
            device.subscribe("r/1");
            assertThat(device.next()).isEqualTo("[r/1] new");

            device.client.publish(retained("r/1", ""));

            assertThat(device.next()).isEqualTo("[r/1] ");
            device.subscribe("r/1");
            device.subscribe("r/2");
            assertThat(device.next()).isEqualTo("[r/2] other");
            assertThat(cloud.simulator().retained().get(10, TimeUnit.SECONDS)).hasSize(1);
        }
    }
}
