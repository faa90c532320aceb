package dev.tedge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.LinkState;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthMessagesTest {

    private final HealthMessages messages = new HealthMessages(
            new ServiceTopics("te", "device/main//", "tedge-mapper-aws"),
            new ServiceTopics("te", "device/main//", "tedge-mapper-bridge-aws"),
            42,
            InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)),
            time -> "" + time.getEpochSecond());

    @Test
    void up_hasPidAndTime() {
        assertThat(text(messages.up()))
                .isEqualTo("te/device/main/service/tedge-mapper-aws/status/health"
                        + " {\"pid\":42,\"status\":\"up\",\"time\":1700000000}");
    }

    @Test
    void theWill_hasNoTime() {
        assertThat(text(messages.will()))
                .isEqualTo("te/device/main/service/tedge-mapper-aws/status/health {\"pid\":42,\"status\":\"down\"}");
    }

    @Test
    void theRegistration_namesTheDevice() {
        assertThat(text(messages.registration()))
                .isEqualTo("te/device/main/service/tedge-mapper-aws {\"@parent\":\"device/main//\","
                        + "\"@type\":\"service\",\"name\":\"tedge-mapper-aws\",\"type\":\"service\"}");
        assertThat(text(messages.ofType("systemd").registration()))
                .contains("\"@type\":\"service\"")
                .endsWith("\"type\":\"systemd\"}");
    }

    @Test
    void theBridge_saysWhyItIsDown() {
        LinkFailure failure = new LinkFailure(LinkFailure.Kind.TIMEOUT, "no \"answer\"");
        LinkState down =
                new LinkState(false, Instant.EPOCH, Optional.of(failure), Optional.of(Instant.EPOCH), List.of());

        assertThat(text(messages.bridge(down, LinkFailure::text)))
                .isEqualTo("te/device/main/service/tedge-mapper-bridge-aws/status/health"
                        + " {\"status\":\"down\",\"reason\":\"no \\\"answer\\\"\"}");
    }

    @Test
    void theBridge_saysNoMoreThanUp_whenItIsUp() {
        LinkState up = new LinkState(true, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of());
        assertThat(text(messages.bridge(up, LinkFailure::text))).endsWith(" {\"status\":\"up\"}");
    }

    @Test
    void theBridge_saysWhatAwsRefuses() {
        LinkState deaf = new LinkState(
                true, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of("'a/#': not authorized (0x87)"));
        assertThat(text(messages.bridge(deaf, LinkFailure::text)))
                .endsWith(" {\"status\":\"up\",\"reason\":\"subscriptions refused: 'a/#': not authorized (0x87)\"}");
    }

    @Test
    void allMessages_areRetained_withQosOne() {
        assertThat(List.of(messages.up(), messages.will(), messages.registration(), messages.bridgeStopped()))
                .allMatch(message -> message.retain() && message.qos() == 1);
    }

    @Test
    void checks_areTheServicesOwn_andTheDevices() {
        assertThat(messages.mapper().check()).isEqualTo("te/device/main/service/tedge-mapper-aws/cmd/health/check");
        assertThat(messages.mapper().checkOfDevice()).isEqualTo("te/device/main///cmd/health/check");
    }

    private static String text(OutboundMessage message) {
        return message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8);
    }
}
