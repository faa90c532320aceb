package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be seen of a server: subscriptions, ends of connections, retained messages. */
class ObserversIT {

    private static final class TestingHooks implements MqttServerHooks {

        private final List<String> filters = new CopyOnWriteArrayList<>();
        private final List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();

        @Override
        public Verdict publish(ConnectedClient client, ServerMessage message) {
            return message.topic().equals("hang up") ? Verdict.hangUp("no more") : Verdict.allow();
        }

        @Override
        public Verdict subscribe(ConnectedClient client, String filter, int qos) {
            return filter.equals("refused") ? Verdict.refuse(ReasonCode.NOT_AUTHORIZED, "no") : Verdict.allow();
        }

        @Override
        public void subscribed(ConnectedClient client, List<String> granted) {
            filters.add("+" + granted);
        }

        @Override
        public void unsubscribed(ConnectedClient client, List<String> given) {
            filters.add("-" + given);
        }

        @Override
        public void disconnected(ConnectedClient client, ConnectionEnd end) {
            ends.add(end);
        }
    }

    private final TestingHooks hooks = new TestingHooks();
    private MqttServer server;
    private TestingMqttClient client;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), hooks);
        client = connected(server, "c");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private ConnectionEnd end() {
        await().until(() -> !hooks.ends.isEmpty());
        return hooks.ends.get(0);
    }

    @Test
    void subscribed_tellsOnlyWhatWasGranted_inOnePiece() {
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "a")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "refused")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "$share/group/b/#")
                .build());
        client.next(MqttMessageType.SUBACK);
        client.subscribe("refused", 1);

        assertThat(hooks.filters).containsExactly("+[a, $share/group/b/#]");
    }

    @Test
    void unsubscribed_tellsOnlyWhatWasSubscribedTo() {
        client.subscribe("a", 1);
        client.send(MqttMessageBuilders.unsubscribe()
                .messageId(2)
                .addTopicFilter("never")
                .addTopicFilter("a")
                .build());
        client.next(MqttMessageType.UNSUBACK);
        client.unsubscribe("a");

        assertThat(hooks.filters).containsExactly("+[a]", "-[a]");
    }

    @Test
    void end_isByTheClient_withItsReasonCode() {
        client.disconnect(ReasonCode.DISCONNECT_WITH_WILL, MqttProperties.NO_PROPERTIES);

        assertThat(end())
                .isInstanceOfSatisfying(
                        ConnectionEnd.ByClient.class,
                        by -> assertThat(by.reasonCode()).isEqualTo(ReasonCode.DISCONNECT_WITH_WILL));
    }

    @Test
    void end_isByTheServer_withItsReasonCode() {
        server.disconnect("c", ReasonCode.ADMINISTRATIVE_ACTION, "enough");

        assertThat(end()).isEqualTo(new ConnectionEnd.ByServer(ReasonCode.ADMINISTRATIVE_ACTION, "enough"));
    }

    @Test
    void end_isByTheServer_whenAHookHangsUp() {
        client.publish("hang up", "x", 0);

        assertThat(end()).isEqualTo(new ConnectionEnd.ByServer(ReasonCode.UNSPECIFIED_ERROR, "no more"));
    }

    @Test
    void end_isALoss_whenNobodySaidAWord() {
        client.close();

        assertThat(end()).isInstanceOf(ConnectionEnd.Lost.class);
    }

    @Test
    void retained_tellsTheLatestOfEachTopic_alsoOfReservedOnes() throws Exception {
        Instant before = Instant.now();
        server.publish(ServerMessage.of("b", Payload.of("inside"), 0).retained());
        server.publish(ServerMessage.of("$a/b", Payload.of("$"), 0).retained());
        client.publishAndWait("a/b", "old", true);
        client.publishAndWait("a/b", "new", true);
        client.publishAndWait("gone", "x", true);
        client.publishAndWait("gone", "", true);
        client.publishAndWait("live", "x", false);

        List<MqttServer.Retained> retained = server.retained().get(10, TimeUnit.SECONDS);

        assertThat(retained)
                .extracting(known -> known.message().topic() + "="
                        + known.message().payload().text() + "@"
                        + known.message().qos())
                .containsExactly("$a/b=$@0", "a/b=new@1", "b=inside@0");
        assertThat(retained)
                .allSatisfy(known -> assertThat(known.since())
                        .isBetween(before.minus(Duration.ofMinutes(1)), before.plus(Duration.ofMinutes(1))));
        assertThat(server.retained().get(10, TimeUnit.SECONDS)).isEqualTo(retained);
    }

    @Test
    void retained_fails_afterTheEnd() {
        server.close();

        assertThat(server.retained())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
    }
}
