package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.control.Control;
import dev.tedge.gateway.control.ControlRequest;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.StatusJson;
import dev.tedge.testing.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real gateway says of itself. */
class GatewayControlIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Instant begin = Instant.now().minusSeconds(1);
    private TestingWorld world;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void status_isTheGateways_fromItsStartToItsEnd() throws Exception {
        TcpProxy network = world.networkTo(world.cloudSimulator());
        GatewayLock lock = world.begin(lock());
        Gateway gateway = world.connectedGateway();

        GatewayStatus connected = status();
        assertThat(connected.program().map(GatewayStatus.Program::pid))
                .contains(ProcessHandle.current().pid());
        assertThat(connected.links().local().up()).isTrue();
        assertThat(connected.links().aws().up()).isTrue();
        assertThat(connected.links().aws().since().orElseThrow()).isAfter(begin);
        assertThat(connected.certificate().orElseThrow().subject()).isEqualTo(TestingWorld.THING);
        // The gateway's own health may have been stored before AWS was there.
        await("nothing waits").atMost(PATIENCE).until(() -> status().kept().depth() == 0);

        network.refuse();
        network.cut();

        await("AWS is gone")
                .atMost(PATIENCE)
                .until(() -> !status().links().aws().up());
        await("nobody listens")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                status().links().aws().last().orElseThrow().words())
                        .contains("Connection refused. Check the network"));
        assertThat(status().links().local().up()).isTrue();

        gateway.close();
        lock.close();

        assertThat(status().running()).isFalse();
    }

    private TedgeConfig config() {
        return TedgeConfig.load(world.config(), Map.of(), CertificateDetails::commonName);
    }

    private GatewayLock lock() {
        return GatewayLock.take(TedgeConfig.load(world.config(), Map.of(), file -> Optional.empty()));
    }

    private GatewayStatus status() throws IOException {
        try (GatewayAccess access = GatewayAccess.to(config(), InstantSource.system())) {
            return StatusJson.read(
                    access.control().ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE));
        }
    }
}
