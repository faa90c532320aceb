package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.number;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages from publisher to subscriber: flow control, retained ones, options of subscriptions, properties. */
class MessagesIT {

    private static final MqttProperties NONE = MqttProperties.NO_PROPERTIES;

    private MqttServer server;
    private TestingMqttClient publisher;
    private TestingMqttClient subscriber;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), MqttServerHooks.ALLOW_ALL);
        publisher = connected(server, "publisher");
        subscriber = connected(server, "subscriber");
    }

    @AfterEach
    void stop() {
        publisher.close();
        subscriber.close();
        server.close();
    }

    private static MqttSubscriptionOption option(
            int qos, boolean noLocal, boolean retainAsPublished, RetainedHandlingPolicy policy) {
        return new MqttSubscriptionOption(MqttQoS.valueOf(qos), noLocal, retainAsPublished, policy);
    }

    @Test
    void qos_isTheLowerOfMessageAndSubscription() {
        subscriber.subscribe("q0", 0);
        subscriber.subscribe("q1", 1);
        subscriber.subscribe("q2", 2);
        for (String topic : List.of("q0", "q1", "q2")) {
            publisher.publish(topic, "x", 2);
            publisher.next(MqttMessageType.PUBREC);
        }
        for (int qos = 0; qos <= 2; qos++) {
            assertThat(subscriber.nextPublish().fixedHeader().qosLevel().value())
                    .isEqualTo(qos);
        }
    }

    @Test
    void emptyLevels_areKept() {
        subscriber.subscribe("te/+/+/+/+/m/+", 0);
        publisher.publish("te/device/main///m/x", "{}", 0);

        assertThat(subscriber.nextMessage()).isEqualTo("te/device/main///m/x={}");
    }

    @Test
    void retained_comesFlaggedToNewSubscribers_unflaggedToOldOnes() {
        subscriber.subscribe("r/#", 1);
        publisher.publishAndWait("r/1", "kept", true);
        assertThat(subscriber.nextPublish().fixedHeader().isRetain()).isFalse();

        TestingMqttClient late = connected(server, "late");
        late.subscribe("r/+", 0);
        MqttPublishMessage kept = late.nextPublish();
        assertThat(kept.fixedHeader().isRetain()).isTrue();
        assertThat(TestingMqttClient.text(kept)).isEqualTo("kept");
        publisher.publishAndWait("r/1", "", true);
        assertThat(late.nextMessage()).isEqualTo("r/1=");
        late.subscribe("r/#", 0);
        late.expectNothing();
        late.close();
    }

    @Test
    void retainHandling_saysWhenRetainedComes() {
        publisher.publishAndWait("r", "kept", true);
        subscriber.subscribe("r", option(0, false, false, RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE), NONE);
        subscriber.expectNothing();
        subscriber.unsubscribe("r");
        MqttSubscriptionOption ifNew =
                option(0, false, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
        subscriber.subscribe("r", ifNew, NONE);
        assertThat(subscriber.nextMessage()).isEqualTo("r=kept");
        subscriber.subscribe("r", ifNew, NONE);
        subscriber.expectNothing();
        subscriber.subscribe("r", 0);
        assertThat(subscriber.nextMessage()).isEqualTo("r=kept");
    }

    @Test
    void retainAsPublished_keepsTheFlag() {
        subscriber.subscribe("r", option(0, false, true, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE), NONE);
        publisher.publishAndWait("r", "kept", true);
        publisher.publishAndWait("r", "not kept", false);

        assertThat(subscriber.nextPublish().fixedHeader().isRetain()).isTrue();
        assertThat(subscriber.nextPublish().fixedHeader().isRetain()).isFalse();
    }

    @Test
    void noLocal_keepsOwnMessagesAway() {
        publisher.subscribe("l", option(1, true, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE), NONE);
        assertThat(publisher.publishAndWait("l", "mine", false)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
        subscriber.publishAndWait("l", "theirs", false);

        assertThat(publisher.nextMessage()).isEqualTo("l=theirs");
    }

    @Test
    void noLocal_keepsOwnRetainedMessagesAway() {
        publisher.publishAndWait("l/1", "mine", true);
        subscriber.publishAndWait("l/2", "theirs", true);
        publisher.subscribe("l/+", option(1, true, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE), NONE);

        assertThat(publisher.nextMessage()).isEqualTo("l/2=theirs");
        publisher.expectNothing();
    }

    @Test
    void subscriptionIdentifiers_ofAllMatches_comeWithOneCopy() {
        MqttSubscriptionOption plain = MqttSubscriptionOption.onlyFromQos(MqttQoS.AT_MOST_ONCE);
        subscriber.subscribe("s/1", plain, properties(MqttProperties.SUBSCRIPTION_IDENTIFIER, 5));
        subscriber.subscribe("s/#", plain, properties(MqttProperties.SUBSCRIPTION_IDENTIFIER, 300));
        publisher.publish("s/1", "x", 0);

        assertThat(subscriber
                        .nextPublish()
                        .variableHeader()
                        .properties()
                        .getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER)
                        .stream()
                        .map(property -> (Integer) property.value())
                        .toList())
                .containsExactlyInAnyOrder(5, 300);
        subscriber.expectNothing();
    }

    @Test
    void sharedSubscription_takesTurns() {
        publisher.subscribe("$share/g/w/+", 0);
        subscriber.subscribe("$share/g/w/+", 0);
        TestingMqttClient third = connected(server, "third");
        for (int i = 0; i < 10; i++) {
            third.publish("w/x", String.valueOf(i), 0);
        }
        for (int i = 0; i < 5; i++) {
            publisher.nextPublish();
            subscriber.nextPublish();
        }
        publisher.expectNothing();
        subscriber.expectNothing();
        third.close();
    }

    @Test
    void topicAlias_standsForTheTopic() {
        subscriber.subscribe("long/topic", 0);
        publisher.publish("long/topic", "1", 0, false, properties(MqttProperties.TOPIC_ALIAS, 3));
        publisher.publish("", "2", 0, false, properties(MqttProperties.TOPIC_ALIAS, 3));

        assertThat(subscriber.nextMessage()).isEqualTo("long/topic=1");
        assertThat(subscriber.nextMessage()).isEqualTo("long/topic=2");
    }

    @Test
    void properties_travelWithTheMessage_moreThanAHundredToo() {
        MqttProperties sent = new MqttProperties();
        sent.add(new StringProperty(MqttProperties.CONTENT_TYPE, "text/plain"));
        sent.add(new StringProperty(MqttProperties.RESPONSE_TOPIC, "answer/here"));
        sent.add(new BinaryProperty(MqttProperties.CORRELATION_DATA, new byte[] {0, 1, 2}));
        for (int i = 0; i < 200; i++) {
            sent.add(new MqttProperties.UserProperty("name", "value " + i));
        }
        subscriber.subscribe("p", 0);
        publisher.publish("p", "x", 0, false, sent);

        MqttPublishMessage publish = subscriber.nextPublish();
        MqttProperties got = publish.variableHeader().properties();
        assertThat(value(got, MqttProperties.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(value(got, MqttProperties.RESPONSE_TOPIC)).isEqualTo("answer/here");
        assertThat((byte[]) value(got, MqttProperties.CORRELATION_DATA)).containsExactly(0, 1, 2);
        assertThat(got.getProperties(MqttProperties.USER_PROPERTY)).hasSize(200);
        assertThat(TestingMqttClient.text(publish)).isEqualTo("x");
    }

    private static Object value(MqttProperties properties, int id) {
        return Objects.requireNonNull(properties.getProperty(id)).value();
    }

    @Test
    void payloadFormat_isKept_alsoBehindManyProperties() {
        subscriber.subscribe("p", 0);
        // As the last of many properties, where the codec on its own loses it.
        publisher.sendBytes(TestingPackets.publishWithFormatLast("p", "v".repeat(200), "text"));

        MqttPublishMessage publish = subscriber.nextPublish();
        assertThat(TestingMqttClient.text(publish)).isEqualTo("text");
        assertThat(number(publish.variableHeader().properties(), MqttProperties.PAYLOAD_FORMAT_INDICATOR))
                .isEqualTo(1);
    }

    @Test
    void messageExpiry_runsWhileTheMessageWaits() {
        MqttProperties expiry = properties(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 1);
        publisher.publish("e", "short", 1, true, expiry);
        publisher.publish("f", "long", 1, true, properties(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 100));
        publisher.next(MqttMessageType.PUBACK);
        publisher.next(MqttMessageType.PUBACK);
        await().untilAsserted(() -> {
            subscriber.subscribe("f", 0);
            assertThat(number(
                            subscriber.nextPublish().variableHeader().properties(),
                            MqttProperties.PUBLICATION_EXPIRY_INTERVAL))
                    .isLessThan(100);
        });
        subscriber.subscribe("e", 0);
        subscriber.expectNothing();
    }

    @Test
    void acknowledgements_sayWhatHappened() {
        assertThat(publisher.publishAndWait("nobody", "x", false)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
        subscriber.subscribe("nobody", 0);
        assertThat(publisher.publishAndWait("nobody", "x", false)).isEqualTo(ReasonCode.SUCCESS);
        subscriber.nextPublish();
        assertThat(subscriber.unsubscribe("nobody")).containsExactly((short) ReasonCode.SUCCESS);
        assertThat(subscriber.unsubscribe("nobody")).containsExactly((short) ReasonCode.NO_SUBSCRIPTION_EXISTED);
    }

    @Test
    void mqtt3_subscribesAndUnsubscribes() {
        TestingMqttClient old = new TestingMqttClient(server.port());
        old.connect("old", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        assertThat(old.subscribe("a", 2)).containsExactly(2);
        assertThat(old.subscribe("a/#/b", 2)).containsExactly(0x80);
        publisher.publish("a", "5 to 3", 0, false, properties(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 100));
        assertThat(old.nextMessage()).isEqualTo("a=5 to 3");
        assertThat(old.unsubscribe("a")).isEmpty();
        old.close();
    }
}
