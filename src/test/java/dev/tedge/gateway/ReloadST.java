package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Route files of the packaged gateway, and its end: none in good order, and one by SIGTERM. */
@RequiresMosquitto
class ReloadST extends RouteFilesScene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void acceptedFile_staysInForce_afterKill_whenItIsBrokenMeanwhile() throws Exception {
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "one"));
        TedgeProcess first = connected();
        routes.awaitPassed("mine/in", "one");
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "two"));
        routes.awaitStatus("mine", "updated");

        first.kill();
        routes.write("mine.camel.yaml", "- route:\n    tooo: 1\n");
        TedgeProcess second = connected();

        second.awaitLine("Route file refused: mine.camel.yaml:2:");
        routes.awaitPassed("mine/in", "two");
        assertThat(second.terminate()).isZero();
    }

    @Test
    void gathered_isSent_onSigterm() throws Exception {
        routes.write("mine.camel.yaml", """
                - route:
                    id: mine
                    from:
                      uri: "local:mine/in"
                      steps:
                        - to: "local:mine/taken"
                        - aggregate:
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                            correlationExpression:
                              constant:
                                expression: all
                            completionInterval: "3600000"
                            steps:
                              - to: "aws:thinedge/robot-7/td/gathered"
                """);
        TedgeProcess gateway = connected();
        local.publish("mine/in", "first");
        local.publish("mine/in", "second");
        await("both are gathered")
                .atMost(PATIENCE)
                .until(() -> routes.on("mine/taken").size() == 2);

        assertThat(gateway.terminate()).isZero();

        await("what was gathered")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(cloud.seen()).contains(new Seen("thinedge/robot-7/td/gathered", "second")));
    }

    private TedgeProcess connected() throws Exception {
        TedgeProcess gateway = world.process();
        gateway.awaitLine("aws: connected");
        gateway.awaitLine("local: connected");
        return gateway;
    }
}
