package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program looks into itself. */
class StatusST {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestingWorld world;
    private TedgeProgram tedge;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        world.networkTo(world.cloudSimulator());
        tedge = new TedgeProgram(world.config());
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void status_tellsWhetherTheGatewayRuns_alsoAfterItWasKilled() throws Exception {
        assertStopped(tedge.run("status", "--json"));

        TedgeProcess first = world.process();
        awaitStatusOf(first);
        Finished list = tedge.run("dlq", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.err()).endsWith("No dead letters\n");
        first.kill();

        assertStopped(tedge.run("status", "--json"));

        TedgeProcess second = world.process();
        awaitStatusOf(second);
        assertThat(second.terminate()).isZero();

        assertStopped(tedge.run("status", "--json"));
    }

    private void awaitStatusOf(TedgeProcess gateway) {
        await("status of " + gateway.pid()).atMost(PATIENCE).untilAsserted(() -> {
            Finished status = tedge.run("status", "--json");
            assertThat(status.exitCode()).as(status.err()).isZero();
            JsonNode json = new ObjectMapper().readTree(status.out());
            assertThat(json.path("pid").longValue()).isEqualTo(gateway.pid());
            assertThat(json.at("/links/aws/state").textValue()).isEqualTo("up");
            assertThat(json.at("/certificate/subject").textValue()).isEqualTo(TestingWorld.THING);
        });
    }

    private static void assertStopped(Finished status) {
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.err()).endsWith("The gateway does not run: start it with `tedge run aws`\n");
        assertThat(status.out())
                .startsWith("{\"links\":{\"local\":{\"state\":\"down\"")
                .contains("\"running\":false");
    }
}
