package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileClashesTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "TEDGE_AWS_URL", "a.example.com",
            "TEDGE_AWS_DEVICE_ID", "dev-1",
            "TEDGE_AWS_PROFILES_P_URL", "b.example.com",
            "TEDGE_AWS_PROFILES_P_DEVICE_ID", "dev-1",
            "TEDGE_AWS_PROFILES_P_BRIDGE_TOPIC_PREFIX", "aws-p"));

    @Test
    void nothingIsFound_whenPrefixAndUrlDiffer() {
        assertThat(clashes()).isEqualTo(Findings.NONE);
    }

    @Test
    void anotherDeviceId_isEnough() {
        environment.put("TEDGE_AWS_PROFILES_P_URL", "a.example.com");
        environment.put("TEDGE_AWS_PROFILES_P_DEVICE_ID", "dev-2");

        assertThat(clashes()).isEqualTo(Findings.NONE);
    }

    @Test
    void samePrefix_isAProblem() {
        environment.remove("TEDGE_AWS_PROFILES_P_BRIDGE_TOPIC_PREFIX");

        assertThat(clashes().problems())
                .containsExactly("The configurations: aws.bridge.topic_prefix, aws.profiles.p.bridge.topic_prefix"
                        + " should be set to different values before connecting, but are currently set to the same"
                        + " value");
    }

    @Test
    void sameUrlAndDeviceId_areAProblem() {
        environment.put("TEDGE_AWS_PROFILES_P_URL", "a.example.com");

        assertThat(clashes().problems())
                .singleElement()
                .asString()
                .startsWith("You have matching URLs and device IDs for different profiles. ")
                .contains("aws.url", "aws.profiles.p.url", "'dev-1'");
    }

    @Test
    void sameHost_inCapitals_isAProblem() {
        environment.put("TEDGE_AWS_PROFILES_P_URL", "A.Example.COM");

        assertThat(clashes().problems()).hasSize(1);
    }

    @Test
    void sameOutbox_isAProblem() {
        environment.put("TEDGE_AWS_OUTBOX_PATH", "/data/outbox");
        environment.put("TEDGE_AWS_PROFILES_P_OUTBOX_PATH", "/data/outbox");

        assertThat(clashes().problems())
                .singleElement()
                .asString()
                .contains("aws.outbox.path, aws.profiles.p.outbox.path");
    }

    @Test
    void connectionWithoutUrl_isNotInUse() {
        environment.remove("TEDGE_AWS_PROFILES_P_BRIDGE_TOPIC_PREFIX");
        environment.remove("TEDGE_AWS_URL");

        assertThat(ProfileClashes.of(config(Optional.of("p")), List.of(config(Optional.empty()))))
                .isEqualTo(Findings.NONE);
    }

    private Findings clashes() {
        return ProfileClashes.of(config(Optional.empty()), List.of(config(Optional.of("p"))));
    }

    private TedgeConfig config(Optional<String> profile) {
        return TedgeConfig.load(
                Path.of("/nowhere"), profile.map(CloudProfile::of), environment, certificate -> Optional.empty());
    }
}
