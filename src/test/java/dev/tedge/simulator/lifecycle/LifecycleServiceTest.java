package dev.tedge.simulator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.simulator.service.TestingServiceCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleServiceTest {

    private final TestingServiceCloud cloud = new TestingServiceCloud();
    private final LifecycleService service = new LifecycleService(cloud);

    /** The only event since the last call. */
    private JsonNode event(String topic) {
        List<String> published = List.copyOf(cloud.published);
        cloud.published.clear();
        assertThat(published).singleElement().asString().startsWith("$aws/events/" + topic + " {");
        try {
            return new JsonMapper()
                    .readTree(published.get(0).substring(published.get(0).indexOf('{')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long connect(ConnectedClient device) {
        service.connected(device);
        return event("presence/connected/" + device.clientId())
                .path("versionNumber")
                .asLong(-1);
    }

    private JsonNode disconnect(ConnectedClient device, ConnectionEnd end) {
        service.disconnected(device, end);
        return event("presence/disconnected/" + device.clientId());
    }

    @Test
    void connect_isTold() {
        service.connected(TestingServiceCloud.client("robot-7"));

        JsonNode event = event("presence/connected/robot-7");
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactly(
                        "clientId",
                        "timestamp",
                        "eventType",
                        "sessionIdentifier",
                        "principalIdentifier",
                        "ipAddress",
                        "versionNumber");
        assertThat(event.path("clientId").textValue()).isEqualTo("robot-7");
        assertThat(event.path("timestamp").longValue()).isEqualTo(cloud.now().toEpochMilli());
        assertThat(event.path("eventType").textValue()).isEqualTo("connected");
        assertThat(event.path("sessionIdentifier").textValue()).matches("[0-9a-f]{32}");
        assertThat(event.path("ipAddress").textValue()).isEqualTo("127.0.0.1");
        assertThat(event.path("versionNumber").isIntegralNumber()).isTrue();
    }

    @Test
    void disconnect_isTold_withTheIdentifiersOfItsConnect() {
        ConnectedClient device = TestingServiceCloud.client("robot-7");
        service.connected(device);
        JsonNode connected = event("presence/connected/robot-7");
        cloud.pass(Duration.ofSeconds(1));

        JsonNode event = disconnect(device, new ConnectionEnd.ByClient(0, "bye"));

        assertThat(event.fieldNames())
                .toIterable()
                .containsExactly(
                        "clientId",
                        "timestamp",
                        "eventType",
                        "sessionIdentifier",
                        "principalIdentifier",
                        "clientInitiatedDisconnect",
                        "disconnectReason",
                        "versionNumber");
        assertThat(event.path("sessionIdentifier")).isEqualTo(connected.path("sessionIdentifier"));
        assertThat(event.path("versionNumber")).isEqualTo(connected.path("versionNumber"));
        assertThat(event.path("timestamp").longValue()).isEqualTo(cloud.now().toEpochMilli());
        assertThat(event.path("clientInitiatedDisconnect").booleanValue()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            DISCONNECT             | CLIENT  | 0x00 | CLIENT_INITIATED_DISCONNECT
            DISCONNECT with will   | CLIENT  | 0x04 | CLIENT_INITIATED_DISCONNECT
            DISCONNECT with error  | CLIENT  | 0x81 | CLIENT_INITIATED_DISCONNECT
            network                | NETWORK | 0x00 | CONNECTION_LOST
            taken over             | SERVER  | 0x8E | DUPLICATE_CLIENTID
            silence                | SERVER  | 0x8D | MQTT_KEEP_ALIVE_TIMEOUT
            not authorized         | SERVER  | 0x87 | AUTH_ERROR
            shutting down          | SERVER  | 0x8B | SERVER_INITIATED_DISCONNECT
            administrative action  | SERVER  | 0x98 | API_INITIATED_DISCONNECT
            unspecified            | SERVER  | 0x80 | SERVER_ERROR
            implementation         | SERVER  | 0x83 | SERVER_ERROR
            message rate           | SERVER  | 0x96 | THROTTLED
            malformed packet       | SERVER  | 0x81 | CLIENT_ERROR
            second CONNECT         | SERVER  | 0x82 | CLIENT_ERROR
            reserved topic         | SERVER  | 0x90 | CLIENT_ERROR
            payload over the quota | SERVER  | 0x97 | CLIENT_ERROR
            packet too large       | SERVER  | 0x95 | CLIENT_ERROR
            QoS 2                  | SERVER  | 0x9B | CLIENT_ERROR
            subscription id        | SERVER  | 0xA1 | CLIENT_ERROR
            """)
    void reason_isInAwsWords(String why, String by, String code, String reason) {
        int reasonCode = Integer.decode(code);
        ConnectedClient device = TestingServiceCloud.client("robot-7");
        connect(device);

        JsonNode event = disconnect(
                device,
                switch (by) {
                    case "CLIENT" -> new ConnectionEnd.ByClient(reasonCode, why);
                    case "SERVER" -> new ConnectionEnd.ByServer(reasonCode, why);
                    default -> new ConnectionEnd.Lost(why);
                });

        assertThat(event.path("disconnectReason").textValue()).isEqualTo(reason);
        assertThat(event.path("clientInitiatedDisconnect").booleanValue()).isEqualTo(by.equals("CLIENT"));
    }

    @Test
    void version_growsForEachClientId_andBeginsAgainAfterAnHour() {
        ConnectionEnd end = new ConnectionEnd.Lost("lost");
        ConnectedClient first = TestingServiceCloud.client("robot-7");
        ConnectedClient second = TestingServiceCloud.client("robot-7");
        ConnectedClient third = TestingServiceCloud.client("robot-7");
        assertThat(connect(first)).isZero();
        cloud.pass(Duration.ofDays(1));
        disconnect(first, end);
        cloud.pass(Duration.ofHours(1));
        assertThat(connect(TestingServiceCloud.client("robot-8"))).isZero();
        assertThat(connect(second)).isEqualTo(1);
        assertThat(disconnect(second, end).path("versionNumber").asLong()).isEqualTo(1);

        cloud.pass(Duration.ofHours(1).plusMillis(1));
        assertThat(connect(third)).isZero();
    }

    @Test
    void subscriptions_areTold() {
        ConnectedClient device = TestingServiceCloud.client("robot-7");
        connect(device);

        service.subscribed(device, List.of("a/#", "$share/g/b"));
        JsonNode subscribed = event("subscriptions/subscribed/robot-7");
        service.unsubscribed(device, List.of("a/#"));
        JsonNode unsubscribed = event("subscriptions/unsubscribed/robot-7");

        assertThat(subscribed.fieldNames())
                .toIterable()
                .containsExactly(
                        "clientId", "timestamp", "eventType", "sessionIdentifier", "principalIdentifier", "topics");
        assertThat(subscribed.path("eventType").textValue()).isEqualTo("subscribed");
        assertThat(subscribed.path("topics").toString()).isEqualTo("[\"a/#\",\"$share/g/b\"]");
        assertThat(unsubscribed.path("eventType").textValue()).isEqualTo("unsubscribed");
        assertThat(unsubscribed.path("topics").toString()).isEqualTo("[\"a/#\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"robot#7", "+"})
    void clientIdThatCannotBeInATopic_hasNoEvents(String clientId) {
        ConnectedClient device = TestingServiceCloud.client(clientId);

        service.connected(device);
        service.subscribed(device, List.of("a"));
        service.unsubscribed(device, List.of("a"));
        service.disconnected(device, new ConnectionEnd.Lost("lost"));

        assertThat(cloud.published).isEmpty();
    }
}
