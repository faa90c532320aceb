package dev.tedge.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void status_hasTheMembersThatScriptsKnow() throws Exception {
        GatewayStatus status = TestingStatus.of(new TestingInventory()
                .waiting(1, "thinedge/my-device/td/main/a/frost", "x")
                .waiting(2, "thinedge/my-device/td/main/m/heat", "x"));

        assertThat(mapper.readTree(StatusJson.write(status).toString())).isEqualTo(mapper.readTree("""
                {"links":{"local":{"state":"up","since":"2026-11-23T05:01:02Z","outageSeconds":0,"lastDisconnect":null,"lastDisconnectAt":null},
                          "aws":{"state":"down","since":"2026-11-23T05:03:00.123Z","outageSeconds":420,"lastDisconnect":"no route. Check it",
                                 "lastDisconnectAt":"2026-11-23T05:03:00.123Z"}},
                 "outbox":{"depth":2,"bytes":165,"oldestAgeSeconds":540,"trouble":null,"byPriority":{"high":1,"medium":0,"low":1}},
                 "deadLetters":0,
                 "rates":{"publishesPerSecond":12.0,"bytesPerSecond":3072.0,"publishHeadroom":0.875,"byteHeadroom":0.994},
                 "certificate":{"subject":"my-device","notAfter":"2027-11-21T12:00:00Z","daysLeft":363},
                 "counters":{"accepted":20,"stored":3},
                 "routes":{"inForce":7,
                           "refused":[{"file":"frost.camel.yaml","line":3,"column":5,"reason":"no such key"},
                                      {"file":"heat.camel.yaml","line":null,"column":null,"reason":"the file can't be read"}]},
                 "running":true,"pid":4711}
                """));
    }

    @Test
    void stoppedGateway_isDown_andHasNoProcess() throws Exception {
        GatewayStatus status = GatewayStatus.stopped(new TestingInventory(), TestingStatus.NOW, Optional.empty());

        assertThat(mapper.readTree(StatusJson.write(status).toString())).isEqualTo(mapper.readTree("""
                {"links":{"local":{"state":"down","since":null,"outageSeconds":null,"lastDisconnect":null,"lastDisconnectAt":null},
                          "aws":{"state":"down","since":null,"outageSeconds":null,"lastDisconnect":null,"lastDisconnectAt":null}},
                 "outbox":{"depth":0,"bytes":0,"oldestAgeSeconds":null,"trouble":null,"byPriority":{"high":0,"medium":0,"low":0}},
                 "deadLetters":0,
                 "rates":{"publishesPerSecond":0.0,"bytesPerSecond":0.0,"publishHeadroom":1.0,"byteHeadroom":1.0},
                 "certificate":null,"counters":{},"routes":null,"running":false,"pid":null}
                """));
    }

    @Test
    void status_isReadAsItWasWritten() throws Exception {
        for (GatewayStatus status : new GatewayStatus[] {
            TestingStatus.of(new TestingInventory().waiting(1, "a", "x")),
            TestingStatus.of(new TestingInventory().trouble("no room")),
            GatewayStatus.stopped(new TestingInventory(), TestingStatus.NOW, Optional.empty())
        }) {
            String json = StatusJson.write(status).toString();

            assertThat(StatusJson.write(StatusJson.read(mapper.readTree(json)))).hasToString(json);
        }
    }

    @Test
    void statusOfAnEarlierRelease_saysNothingOfRoutes() throws Exception {
        assertThat(StatusJson.read(mapper.readTree("{\"running\":true,\"pid\":4711}"))
                        .program())
                .contains(new GatewayStatus.Program(4711, Optional.empty()));
    }

    @Test
    void somethingElse_isNoStatus() {
        assertThatThrownBy(() -> StatusJson.read(mapper.readTree("{\"certificate\":{\"notAfter\":\"soon\"}}")))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("restart the gateway");
    }
}
