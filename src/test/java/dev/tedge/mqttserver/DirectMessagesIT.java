package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller can do besides publishing: messages to one client, and work on the event loop. */
class DirectMessagesIT {

    private MqttServer server;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), MqttServerHooks.ALLOW_ALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestingMqttClient lasting(String clientId) {
        TestingMqttClient client = new TestingMqttClient(server.port());
        client.connect(clientId, connect -> connect.properties(properties(MqttProperties.SESSION_EXPIRY_INTERVAL, 60)));
        return client;
    }

    private void send(String clientId, String payload) {
        server.send(clientId, ServerMessage.of("direct", Payload.of(payload), 1));
    }

    @Test
    void message_reachesItsClientOnly_withoutSubscription() {
        TestingMqttClient one = connected(server, "one");
        TestingMqttClient other = connected(server, "other");
        other.subscribe("direct", 1);

        send("one", "for you");

        assertThat(one.nextMessage()).isEqualTo("direct=for you");
        other.expectNothing();
    }

    @Test
    void message_waitsInTheSession_whileItsClientIsAway() {
        lasting("one").goodbye();

        send("one", "first");
        send("one", "second");

        TestingMqttClient back = lasting("one");
        assertThat(List.of(back.nextMessage(), back.nextMessage())).containsExactly("direct=first", "direct=second");
    }

    @Test
    void message_isNotKept_forAClientThatIsNotKnown() {
        connected(server, "gone").goodbye();

        send("gone", "x");
        send("never seen", "x");

        lasting("gone").expectNothing();
        lasting("never seen").expectNothing();
    }

    @Test
    void message_isNotRetained() {
        TestingMqttClient one = connected(server, "one");
        server.send("one", ServerMessage.of("direct", Payload.of("x"), 1).retained());
        assertThat(one.nextPublish().fixedHeader().isRetain()).isFalse();

        one.subscribe("direct", 1);

        one.expectNothing();
    }

    @Test
    void reply_reachesItsClientOnly_ifItHasSubscribed() {
        TestingMqttClient one = connected(server, "one");
        one.subscribe("direct", 1);
        TestingMqttClient member = connected(server, "member");
        member.subscribe("$share/g/+", 1);
        connected(server, "other").subscribe("$share/g/+", 1);
        TestingMqttClient stranger = connected(server, "stranger");

        for (String client : List.of("one", "member", "stranger")) {
            server.reply(client, ServerMessage.of("direct", Payload.of("to " + client), 1));
        }

        assertThat(one.nextMessage()).isEqualTo("direct=to one");
        assertThat(member.nextMessage()).isEqualTo("direct=to member");
        one.expectNothing();
        member.expectNothing();
        stranger.expectNothing();
    }

    @Test
    void reply_leavesTheTurn_ofAGroup() {
        TestingMqttClient one = connected(server, "one");
        one.subscribe("direct", 1);
        TestingMqttClient firstInTurn = connected(server, "first");
        firstInTurn.subscribe("$share/g/direct", 1);
        connected(server, "second").subscribe("$share/g/direct", 1);

        server.reply("one", ServerMessage.of("direct", Payload.of("reply"), 1));
        server.publish(ServerMessage.of("direct", Payload.of("to all"), 1));

        assertThat(firstInTurn.nextMessage()).isEqualTo("direct=to all");
    }

    @Test
    void reply_comesAsOftenAsTheHookSays() throws IOException {
        try (MqttServer twice = MqttServer.start(MqttServerConfig.defaults(), new MqttServerHooks() {
            @Override
            public int copies(ServerMessage message) {
                return 2;
            }
        })) {
            TestingMqttClient one = connected(twice, "one");
            one.subscribe("direct", 1);

            twice.reply("one", ServerMessage.of("direct", Payload.of("x"), 1));

            assertThat(List.of(one.nextMessage(), one.nextMessage())).containsExactly("direct=x", "direct=x");
        }
    }

    @Test
    void action_runsOnTheEventLoop_inItsOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Future<?> first = server.schedule(
                Duration.ZERO, () -> seen.add(Thread.currentThread().getName()));
        server.schedule(Duration.ofMillis(1), () -> seen.add("second")).get(10, TimeUnit.SECONDS);

        assertThat(first.isDone()).isTrue();
        assertThat(seen).hasSize(2).last().isEqualTo("second");
        assertThat(seen.get(0)).startsWith("mqtt-server");
    }

    @Test
    void action_doesNotRun_onceItIsCancelled() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Future<?> cancelled = server.schedule(Duration.ofMillis(200), () -> seen.add("cancelled"));

        assertThat(cancelled.cancel(false)).isTrue();

        server.schedule(Duration.ofMillis(300), () -> seen.add("later")).get(10, TimeUnit.SECONDS);
        assertThat(seen).containsExactly("later");
    }

    @Test
    void action_isDone_whenTheServerIsClosed() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Future<?> waiting = server.schedule(Duration.ofHours(1), () -> seen.add("x"));

        server.close();

        assertThat(waiting.isDone()).isTrue();
        assertThat(server.schedule(Duration.ZERO, () -> seen.add("y")).isDone()).isTrue();
        assertThat(seen).isEmpty();
    }
}
