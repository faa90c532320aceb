package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.shadow.ShadowOperation;
import dev.tedge.testing.TestingCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a simulator keeps in its state directory, and when. */
class SimulatorStateIT {

    private final Path directory;
    private final Path file;

    SimulatorStateIT(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("state.json");
    }

    private TestingCloud cloud() throws IOException {
        return TestingCloud.with(builder -> builder.state(directory));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"registry":{},"shadow":{"shadows":[{"thing":"a","version":0}]}} | 'version' of the shadow of 'a' must be 1
            {"shadow":                                                       | line 1 is no JSON
            []                                                               | it is no JSON object
            """)
    void unusableState_isLeftAsItIs(String state, String why) throws IOException {
        Files.writeString(file, state);

        assertThatThrownBy(this::cloud)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The state file '" + file + "' cannot be used (" + why);

        assertThat(file).hasContent(state);
        Files.delete(file);
        cloud().close();
    }

    private void awaitState(String... parts) {
        await().untilAsserted(() -> assertThat(file).content().contains(parts));
    }

    private void awaitStateWithout(String part) {
        await().untilAsserted(() -> assertThat(file).content().doesNotContain(part));
    }

    @Test
    void jobs_areKept_withoutAMessage() throws Exception {
        try (TestingCloud cloud = cloud()) {
            cloud.simulator().jobs().create("job-1", List.of("nobody"), "{}");
            awaitState("job-1", "QUEUED");
            cloud.simulator().jobs().cancel("job-1", false);
            awaitState("job-1", "CANCELED");
            cloud.simulator().jobs().delete("job-1", true);
            awaitStateWithout("job-1");
        }
    }

    @Test
    void shadows_areKept_whenTheCloudChangesThem() throws Exception {
        try (TestingCloud cloud = cloud()) {
            cloud.simulator()
                    .shadow("a", Optional.empty(), ShadowOperation.UPDATE, "{\"state\":{\"desired\":{\"on\":true}}}")
                    .join();
            awaitState("desired");
        }
    }

    @Test
    void certificatesAndThings_areKept_withoutAMessage() throws Exception {
        X509Certificate arm = TestingCertificates.selfSigned("arm-1").certificate();
        try (TestingCloud cloud = cloud()) {
            cloud.simulator().register(arm);
            awaitState("arm-1", "ACTIVE");
            cloud.simulator().deregister(arm);
            awaitStateWithout("ACTIVE");
            cloud.simulator().registry().put(Thing.named("arm-2"));
            awaitState("arm-2");
        }
    }
}
