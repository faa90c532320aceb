package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.connect311;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CONNECT of MQTT 3.1.1, where it is not the same as in MQTT 5. */
class Mqtt311ConnectIT {

    private static final byte[] CLEAN = connect311(2, "c");

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-1] [3.1.1 MQTT-4.8.0-1] Another name of the protocol is not accepted")
    void otherProtocolName_isNotAccepted() {
        server.client().send(packet(0x10, "MQTX", 4, 2, u16(60), "c")).poll();

        assertThat(server.requests).isEmpty();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-2] A version that is not supported gets return code 1")
    void otherVersion_isRefused() {
        server.client().send(packet(0x10, "MQIsdp", 3, 2, u16(60), "c")).expectRefused(1);
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-3] [3.1.1 MQTT-3.1.4-1] A CONNECT that is not as it must be is not answered")
    void malformedConnect_closes() {
        server.client().send(connect311(3, "c")).expectClosed();
        server.client().send(connect311(2)).expectClosed();
        server.client().send(connect311(2, "c", "too much")).expectClosed();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-22] There is no password without user name")
    void passwordAlone_closes() {
        server.client().send(connect311(0x42, "c", "secret")).expectClosed();
        server.client().send(connect311(0x0A, "c")).expectClosed();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-24] Silence of one and a half keep-alives ends the connection without a word")
    void silence_endsTheConnection() {
        server.connected(packet(0x10, "MQTT", 4, 2, u16(1), "c")).expectClosed();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.3-6] A client without identifier gets a session of its own")
    void emptyClientId_isAccepted() {
        server.connected(connect311(2, ""));
        server.connected(connect311(2, ""));

        assertThat(server.requests.get(0).clientId())
                .isNotEmpty()
                .isNotEqualTo(server.requests.get(1).clientId());
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.3-7] [3.1.1 MQTT-3.1.3-8] A client without identifier needs CleanSession")
    void emptyClientId_needsCleanSession() {
        server.client().send(connect311(0, "")).expectRefused(2);
    }

    @ParameterizedTest
    @CsvSource({"85,2", "86,4", "87,5", "88,3", "89,3", "97,3"})
    @DisplayName("[3.1.1 MQTT-3.1.3-9] [3.1.1 MQTT-3.2.2-4] [3.1.1 MQTT-3.2.2-5] A refusal has its return code, and"
            + " closes")
    void refusal_hasItsReturnCode(String reasonCode, int returnCode) {
        server.client().send(connect311(0, "refuse-" + reasonCode)).expectRefused(returnCode);
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.4-2] A second connection of a client ends the first without a word")
    void secondConnection_takesOver() {
        RawClient first = server.connected(CLEAN);
        server.connected(CLEAN).expectNothing();

        first.expectClosed();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.2.2-6] A client that is refused for no reason that has a return code is closed")
    void refusalWithoutCode_closes() {
        server.client().send(connect311(2, "end-98")).expectClosed();
    }
}
