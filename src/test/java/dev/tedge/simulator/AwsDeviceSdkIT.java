package dev.tedge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.TcpProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.MqttClientConnectionEvents;
import software.amazon.awssdk.crt.mqtt.MqttException;
import software.amazon.awssdk.crt.mqtt.MqttMessage;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions.ClientSessionBehavior;
import software.amazon.awssdk.crt.mqtt5.QOS;
import software.amazon.awssdk.crt.mqtt5.TopicAliasingOptions;
import software.amazon.awssdk.crt.mqtt5.TopicAliasingOptions.InboundTopicAliasBehaviorType;
import software.amazon.awssdk.crt.mqtt5.TopicAliasingOptions.OutboundTopicAliasBehaviorType;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket.ConnectReasonCode;
import software.amazon.awssdk.crt.mqtt5.packets.DisconnectPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PubAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket;
import software.amazon.awssdk.crt.mqtt5.packets.SubAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.SubscribePacket;
import software.amazon.awssdk.crt.mqtt5.packets.UserProperty;

/** The MQTT clients of AWS's IoT Device SDK for Java v2 take the simulator for AWS IoT Core. */
class AwsDeviceSdkIT {

    private static final String COMMANDS = "thinedge/robot-7/cmd/#";
    private static final String COMMAND = "thinedge/robot-7/cmd/x";
    private static final String DENIED = "thinedge/robot-8/td/x";

    @TempDir
    Path folder;

    @AfterAll
    static void endNativeThreads() {
        TestingAwsClients.closeNative();
    }

    private static SubscribePacket subscribe(String filter) {
        return new SubscribePacket.SubscribePacketBuilder(filter, QOS.AT_LEAST_ONCE).build();
    }

    private static PublishPacket message(String topic, String payload) {
        return PublishPacket.of(topic, QOS.AT_LEAST_ONCE, payload.getBytes(UTF_8));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void mqtt5_publishesAndSubscribes_withAllProperties() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsDevice device = clients.device(clients.mqtt5(TestingCloud.THING, cloud.device));
            ConnAckPacket connAck = device.connect();

            assertThat(connAck.getReceiveMaximum()).isEqualTo(100);
            assertThat(connAck.getMaximumQOS()).isEqualTo(QOS.AT_LEAST_ONCE);
            assertThat(connAck.getTopicAliasMaximum()).isEqualTo(8);
            assertThat(connAck.getSubscriptionIdentifiersAvailable()).isFalse();
            assertThat(connAck.getSharedSubscriptionsAvailable()).isNotEqualTo(false);

            assertThat(get(device.client.subscribe(subscribe("a/b"))).getReasonCodes())
                    .containsExactly(SubAckPacket.SubAckReasonCode.GRANTED_QOS_1);
            PubAckPacket pubAck = get(device.client.publish(
                            new PublishPacket.PublishPacketBuilder("a/b", QOS.AT_LEAST_ONCE, "hello".getBytes(UTF_8))
                                    .withContentType("text/plain")
                                    .withPayloadFormat(PublishPacket.PayloadFormatIndicator.UTF8)
                                    .withResponseTopic("a/answer")
                                    .withCorrelationData(new byte[] {1, 2})
                                    .withMessageExpiryIntervalSeconds(60L)
                                    .withUserProperties(List.of(
                                            new UserProperty("key", "first"), new UserProperty("key", "second")))
                                    .build()))
                    .getResultPubAck();

            assertThat(pubAck.getReasonCode()).isEqualTo(PubAckPacket.PubAckReasonCode.SUCCESS);
            PublishPacket echo = device.next();
            assertThat(echo.getPayload()).asString().isEqualTo("hello");
            assertThat(echo.getContentType()).isEqualTo("text/plain");
            assertThat(echo.getPayloadFormat()).isEqualTo(PublishPacket.PayloadFormatIndicator.UTF8);
            assertThat(echo.getResponseTopic()).isEqualTo("a/answer");
            assertThat(echo.getCorrelationData()).containsExactly(1, 2);
            assertThat(echo.getMessageExpiryIntervalSeconds()).isBetween(50L, 60L);
            assertThat(echo.getUserProperties())
                    .extracting(property -> property.key + "=" + property.value)
                    .containsExactly("key=first", "key=second");
        }
    }

    /** The topics alone, written out in each message, are more than the network lets pass. */
    @Test
    void mqtt5_usesTopicAliases_inBothDirections() throws Exception {
        String prefix = "t/" + "x".repeat(200);
        try (TestingCloud cloud = TestingCloud.permissive();
                TcpProxy network = TcpProxy.to(cloud.simulator().port());
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsDevice device = clients.device(clients.mqtt5(TestingCloud.THING, cloud.device)
                    .withPort((long) network.port())
                    .withTopicAliasingOptions(new TopicAliasingOptions()
                            .withOutboundBehavior(OutboundTopicAliasBehaviorType.LRU)
                            .withOutboundCacheMaxSize(4)
                            .withInboundBehavior(InboundTopicAliasBehaviorType.Enabled)
                            .withInboundCacheMaxSize(4)));
            device.connect();
            get(device.client.subscribe(subscribe("t/+")));
            network.cutAfter(TcpProxy.Direction.TO_TARGET, 24 * 200);
            network.cutAfter(TcpProxy.Direction.TO_CLIENT, 24 * 200);

            for (int i = 0; i < 24; i++) {
                get(device.client.publish(message(prefix + i % 4, "m" + i)));
            }

            for (int i = 0; i < 24; i++) {
                PublishPacket echo = device.next();
                assertThat(echo.getTopic() + " " + new String(echo.getPayload(), UTF_8))
                        .isEqualTo(prefix + i % 4 + " m" + i);
            }
            assertThat(network.connections()).isEqualTo(1);
        }
    }

    @Test
    void mqtt5_resumesItsSession() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsDevice device = clients.device(clients.mqtt5(TestingCloud.THING, cloud.device)
                    .withSessionBehavior(ClientSessionBehavior.REJOIN_ALWAYS)
                    .withSessionExpiryIntervalSeconds(600L));
            assertThat(device.connect().getSessionPresent()).isFalse();
            get(device.client.subscribe(subscribe(COMMANDS)));
            device.stop();
            await().until(() -> cloud.simulator().connections() == 0);
            cloud.simulator().publish(COMMAND, "while away");

            assertThat(device.connect().getSessionPresent()).isTrue();
            assertThat(device.next().getPayload()).asString().isEqualTo("while away");
        }
    }

    @Test
    void mqtt5_isToldWhatThePolicyRefuses() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsDevice stranger = clients.device(clients.mqtt5("stranger", cloud.device));
            assertThat(stranger.connect().getReasonCode()).isEqualTo(ConnectReasonCode.NOT_AUTHORIZED);

            TestingAwsDevice device = clients.device(clients.mqtt5(TestingCloud.THING, cloud.device)
                    .withMinReconnectDelayMs(60_000L)
                    .withMaxReconnectDelayMs(60_000L));
            device.connect();
            assertThat(get(device.client.publish(message(DENIED, "no")))
                            .getResultPubAck()
                            .getReasonCode())
                    .isEqualTo(PubAckPacket.PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(device.disconnection().getDisconnectPacket().getReasonCode())
                    .isEqualTo(DisconnectPacket.DisconnectReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void mqtt5_isToldWhatThePolicyRefuses_whenSubscribing() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsDevice device = clients.device(clients.mqtt5(TestingCloud.THING, cloud.device));
            device.connect();

            assertThat(get(device.client.subscribe(subscribe("#"))).getReasonCodes())
                    .containsExactly(SubAckPacket.SubAckReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void mqtt311_publishesSubscribes_andResumesItsSession() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            BlockingQueue<String> received = new LinkedBlockingQueue<>();
            Interruptions events = new Interruptions();
            MqttClientConnection device = clients.mqtt311(TestingCloud.THING, cloud.device, false, events);
            device.onMessage(message -> received.add(new String(message.getPayload(), UTF_8)));
            assertThat(get(device.connect())).isFalse();
            get(device.subscribe(COMMANDS, QualityOfService.AT_LEAST_ONCE));
            get(device.publish(
                    new MqttMessage("thinedge/robot-7/td/x", "up".getBytes(UTF_8), QualityOfService.AT_LEAST_ONCE)));
            cloud.simulator().publish(COMMAND, "down");

            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("down");
            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("up"));
            get(device.disconnect());
            await().until(() -> cloud.simulator().connections() == 0);
            cloud.simulator().publish(COMMAND, "while away");

            assertThat(get(device.connect())).isTrue();
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("while away");
            get(device.disconnect());
        }
    }

    @Test
    void mqtt311_isCut_whenThePolicyRefuses() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            Interruptions events = new Interruptions();
            MqttClientConnection device = clients.mqtt311(TestingCloud.THING, cloud.device, true, events);
            get(device.connect());
            CompletableFuture<Integer> unanswered =
                    device.publish(new MqttMessage(DENIED, new byte[0], QualityOfService.AT_LEAST_ONCE));

            assertThat(events.interrupted.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains(DENIED);
            assertThat(cloud.messages).isEmpty();
            get(device.disconnect());
            assertThat(unanswered).isCompletedExceptionally();
        }
    }

    @Test
    void mqtt311_isNotLetIn_whenThePolicyRefuses() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            MqttClientConnection stranger = clients.mqtt311("stranger", cloud.device, true, new Interruptions());

            assertThatThrownBy(() -> get(stranger.connect())).hasCauseInstanceOf(MqttException.class);
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("client/stranger");
        }
    }

    /** The ends of a connection that the client did not ask for. */
    private static final class Interruptions implements MqttClientConnectionEvents {

        private final BlockingQueue<Integer> interrupted = new LinkedBlockingQueue<>();

        @Override
        public void onConnectionInterrupted(int errorCode) {
            interrupted.add(errorCode);
        }

        @Override
        public void onConnectionResumed(boolean sessionPresent) {}
    }
}
