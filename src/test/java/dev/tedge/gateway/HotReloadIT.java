package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.gateway.TestingLoad.Plan;
import dev.tedge.link.LinkState;
import dev.tedge.testing.ReceivedMessage;
import dev.tedge.testing.process.RequiresMosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Route files that are changed while the gateway runs. */
@RequiresMosquitto
class HotReloadIT extends RouteFilesScene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UNKNOWN_STEP = """
            - route:
                id: mine
                from:
                  uri: "local:mine/in"
                  steps:
                    - tooo:
                        uri: aws
            """;

    @Test
    void aHundredChanges_underLoad_loseNothing_andRepeatNothing() throws Exception {
        routes.write("custom.camel.yaml", custom(0));
        Gateway gateway = world.connectedGateway();
        LinkState localBefore = gateway.local();
        LinkState awsBefore = gateway.aws();
        TestingLoad load = TestingLoad.begin(
                new Plan(Integer.MAX_VALUE, 7, 200, 1, 0, Duration.ofMinutes(3)), 0, world.publisher(), cloud);

        int published = 0;
        for (int change = 1; change <= 100; change++) {
            load.allow(published += 100);
            if (change % 3 == 0) {
                TestingFault fault = TestingFault.version(change / 3);
                routes.write("custom.camel.yaml", fault.text());
                routes.awaitReport(TestingRoutes.ERRORS, "custom.camel.yaml", change / 3);
                // Each version is reported once, where its fault is.
                assertThat(routes.on(TestingRoutes.ERRORS)).hasSize(change / 3);
                assertThat(routes.on(TestingRoutes.ERRORS).get(change / 3 - 1).text())
                        .startsWith(fault.report("custom.camel.yaml"));
            } else {
                routes.write("custom.camel.yaml", custom(change));
                awaitVersion(change);
            }
        }
        load.awaitArrived(published);

        assertThat(load.arrived()).isEqualTo(published);
        assertThat(load.duplicates()).isZero();
        assertThat(routes.on(TestingRoutes.ERRORS)).hasSize(33);
        TestingRoutes.assertSameConnection(gateway.local(), localBefore);
        TestingRoutes.assertSameConnection(gateway.aws(), awsBefore);
        assertThat(cloud.simulator().acceptedConnections()).isEqualTo(1);
    }

    @Test
    void files_areAdded_changed_switchedOff_andRemoved() throws Exception {
        world.connectedGateway();
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "one"));
        routes.awaitPassed("mine/in", "one");
        routes.awaitStatus("mine", "enabled");

        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/+", "two"));
        routes.awaitPassed("mine/in", "two");
        routes.awaitStatus("mine", "updated");

        Files.move(
                routes.directory().resolve("mine.camel.yaml"),
                routes.directory().resolve("mine.camel.yaml.disabled"));
        routes.awaitStatus("mine", "removed");
        Files.move(
                routes.directory().resolve("mine.camel.yaml.disabled"),
                routes.directory().resolve("mine.camel.yaml"));
        routes.awaitPassed("mine/in", "two");

        Files.delete(routes.directory().resolve("mine.camel.yaml"));
        routes.awaitReport(TestingRoutes.FLOWS, "\"routes/mine.camel.yaml\",\"status\":\"removed\"", 2);
    }

    @Test
    void aRemovedOverride_givesWayToTheBuiltInFile() throws Exception {
        routes.write("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "mine"));
        world.connectedGateway();
        routes.awaitPassed("aws/td/a", "mine");

        Files.delete(routes.directory().resolve("custom.camel.yaml"));

        routes.awaitPassed("aws/td/a", "a");
    }

    @Test
    void aBadFile_isReported_andKeepsNothingFromStarting_alsoNotTheNextTime() throws Exception {
        routes.write("mine.camel.yaml", UNKNOWN_STEP);
        try (Gateway gateway = world.connectedGateway()) {
            routes.awaitReport(TestingRoutes.ERRORS, "mine.camel.yaml:6:", 1);
            routes.awaitPassed("aws/td/a", "a");

            routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "good"));
            routes.awaitPassed("mine/in", "good");
            routes.write("mine.camel.yaml", UNKNOWN_STEP);
            routes.awaitReport(TestingRoutes.ERRORS, "mine.camel.yaml:6:", 2);
            assertThat(gateway.local().up()).isTrue();
        }

        world.connectedGateway();
        routes.awaitReport(TestingRoutes.ERRORS, "mine.camel.yaml:6:", 3);
        routes.awaitPassed("mine/in", "good");
    }

    @Test
    void aFileThatCannotStart_inSpiteOfTheCheck_isRefused() throws Exception {
        world.connectedGateway();
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "one"));
        routes.awaitPassed("mine/in", "one");

        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "two") + TestingRoutes.UNSTARTABLE);

        routes.awaitReport(TestingRoutes.ERRORS, "mine.camel.yaml: Failed to start route: one-more", 1);
        routes.awaitPassed("mine/in", "one");
    }

    @Test
    void halfAFile_doesNoHarm() throws Exception {
        routes.write("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "mine"));
        world.connectedGateway();
        routes.awaitPassed("aws/td/a", "mine");
        String next = TestingRoutes.route("custom", "aws/td/#", "next");

        Files.writeString(routes.directory().resolve("custom.camel.yaml"), next.substring(0, next.length() / 2));
        routes.awaitReport(TestingRoutes.ERRORS, "custom.camel.yaml", 1);
        routes.awaitPassed("aws/td/a", "mine");

        Files.writeString(routes.directory().resolve("custom.camel.yaml"), next);
        routes.awaitPassed("aws/td/a", "next");
    }

    @Test
    void whatHappensToFailedMessages_isChangedForAllRoutes_alsoAfterOtherChanges() throws Exception {
        world.connectedGateway();
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "one"));
        routes.awaitStatus("mine", "enabled");
        String errors = Files.readString(Path.of("src/main/resources/routes/errors.camel.yaml"));

        routes.write("errors.camel.yaml", errors.replace("local:{{mqtt.topic_root}}/errors", "local:my/errors"));
        routes.awaitStatus("errors", "updated");
        local.publish("aws/td/a/b/c/d/e/f/g", "too deep");

        local.await("my/errors");
    }

    @Test
    void aChange_whileAwsIsAway_losesNothing() throws Exception {
        routes.write("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "one"));
        Gateway gateway = world.connectedGateway();
        cloud.stop();
        await("AWS is gone").atMost(PATIENCE).until(() -> !gateway.aws().up());
        local.publish("aws/td/a", "before");

        routes.write("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "two"));
        routes.awaitStatus("custom", "updated");
        local.publish("aws/td/a", "after");
        cloud.start();

        await("both messages")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(cloud.seen())
                        .contains(
                                new Seen("thinedge/robot-7/td/one", "before"),
                                new Seen("thinedge/robot-7/td/two", "after")));
    }

    /** The built-in route, with a route beside it that tells the version when asked. */
    private static String custom(int version) throws IOException {
        return Files.readString(Path.of("src/main/resources/routes/custom.camel.yaml"))
                        // Half of the changes are of the filter.
                        .replace("}}/td/#", version % 2 == 0 ? "}}/td/#" : "}}/td/load/+")
                + """
                - route:
                    id: version
                    from:
                      uri: "local:ask"
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: "%d"
                        - to: "local:answer"
                """.formatted(version);
    }

    private void awaitVersion(int version) {
        await("version " + version)
                .atMost(TestingRoutes.IN_FORCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    local.publish("ask", "version");
                    List<ReceivedMessage> answers = routes.on("answer");
                    return !answers.isEmpty()
                            && answers.get(answers.size() - 1).text().equals(Integer.toString(version));
                });
    }
}
