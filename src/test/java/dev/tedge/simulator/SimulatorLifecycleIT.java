package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events that AWS publishes about devices. */
class SimulatorLifecycleIT {

    private TestingCloud cloud;
    private TestingDevice watcher;

    @BeforeEach
    void watch() throws IOException {
        cloud = TestingCloud.permissive();
        TestingIdentity identity = TestingCertificates.selfSigned("watcher");
        cloud.simulator().register(identity.certificate());
        watcher = cloud.device("watcher", identity);
        watcher.connectToSession(600);
        watcher.subscribe("$aws/events/presence/+/robot-7");
        watcher.subscribe("$aws/events/subscriptions/+/robot-7");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    /** The next event, which must have this topic. */
    private JsonNode next(String topic) throws Exception {
        String event = watcher.next();
        assertThat(event).startsWith("[$aws/events/" + topic + "/robot-7] {");
        return new JsonMapper().readTree(event.substring(event.indexOf('{')));
    }

    private String reasonOfDisconnect() throws Exception {
        return next("presence/disconnected").path("disconnectReason").textValue();
    }

    @Test
    void connection_isToldFromItsBeginningToItsEnd() throws Exception {
        TestingDevice device = cloud.device().connected();
        JsonNode connected = next("presence/connected");
        device.subscribe("a/#");
        JsonNode subscribed = next("subscriptions/subscribed");
        device.client.unsubscribeWith().topicFilter("a/#").send();
        JsonNode unsubscribed = next("subscriptions/unsubscribed");
        device.client.disconnect();
        JsonNode disconnected = next("presence/disconnected");

        String certificateId = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(cloud.device.certificate().getEncoded()));
        for (JsonNode event : new JsonNode[] {connected, subscribed, unsubscribed, disconnected}) {
            assertThat(event.path("clientId").textValue()).isEqualTo("robot-7");
            assertThat(event.path("principalIdentifier").textValue()).isEqualTo(certificateId);
            assertThat(event.path("sessionIdentifier")).isEqualTo(connected.path("sessionIdentifier"));
        }
        assertThat(subscribed.path("topics").toString()).isEqualTo("[\"a/#\"]");
        assertThat(disconnected.path("versionNumber").longValue()).isZero();
        assertThat(disconnected.path("clientInitiatedDisconnect").booleanValue())
                .isTrue();
        assertThat(disconnected.path("disconnectReason").textValue()).isEqualTo("CLIENT_INITIATED_DISCONNECT");
    }

    @Test
    void connection311_isToldToo() throws Exception {
        Mqtt3BlockingClient device = cloud.deviceOf311(new CompletableFuture<>());
        device.connect();
        assertThat(next("presence/connected").path("versionNumber").longValue()).isZero();
        device.disconnect();

        assertThat(reasonOfDisconnect()).isEqualTo("CLIENT_INITIATED_DISCONNECT");
    }

    @Test
    void takeOver_isADisconnect_beforeTheNextConnect() throws Exception {
        cloud.device().connected();
        next("presence/connected");
        cloud.device().connected();

        JsonNode disconnected = next("presence/disconnected");
        JsonNode connected = next("presence/connected");
        assertThat(disconnected.path("disconnectReason").textValue()).isEqualTo("DUPLICATE_CLIENTID");
        assertThat(disconnected.path("clientInitiatedDisconnect").booleanValue())
                .isFalse();
        assertThat(disconnected.path("versionNumber").longValue()).isZero();
        assertThat(connected.path("versionNumber").longValue()).isEqualTo(1);
    }

    @Test
    void violation_isAnError() throws Exception {
        TestingDevice device = cloud.device().connected();
        next("presence/connected");
        device.puback("$aws/things/robot-7/shadow/update/delta", "x");
        assertThat(reasonOfDisconnect()).isEqualTo("CLIENT_ERROR");

        TestingDevice denied = cloud.device().connected();
        next("presence/connected");
        cloud.simulator().deregister(cloud.device.certificate());
        denied.ending();
        assertThat(reasonOfDisconnect()).isEqualTo("AUTH_ERROR");
    }

    @Test
    void endByTheCloud_isServerInitiated() throws Exception {
        cloud.device().connected();
        next("presence/connected");

        cloud.simulator().disconnectAll(ReasonCode.SERVER_SHUTTING_DOWN);
        watcher.ending();

        watcher.connectToSession(600);
        String event = watcher.next();
        while (event.contains("/connected/")) {
            // Sent again, if it was not acknowledged in time.
            event = watcher.next();
        }
        assertThat(event).contains("\"disconnectReason\":\"SERVER_INITIATED_DISCONNECT\"");
    }

    @Test
    void lostConnection_isTold() throws Exception {
        TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_311);
        next("presence/connected");

        device.close();

        assertThat(reasonOfDisconnect()).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void device_learnsWhyItWasCut_fromItsSession() throws Exception {
        TestingDevice device = cloud.device();
        device.connectToSession(600);
        device.subscribe("$aws/events/presence/disconnected/robot-7");
        device.puback("$aws/things/robot-7/shadow/update/delta", "x");
        device.ending();

        device.connectToSession(600);

        assertThat(device.next()).contains("\"disconnectReason\":\"CLIENT_ERROR\"");
    }
}
