package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.link.LinkState;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Route files that can't be put in force: what was before stays, nothing is forgotten, and nothing is lost. */
@RequiresMosquitto
class ReloadTroubleIT extends RouteFilesScene {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void loop_everything_andARefusedFilter_areReported_atTheStart() throws Exception {
        routes.write("loop.camel.yaml", TestingFault.LOOP.text());
        routes.write("everything.camel.yaml", TestingFault.EVERYTHING.text());
        routes.write("filter.camel.yaml", TestingFault.REFUSED_FILTER.text());

        world.connectedGateway();

        routes.awaitReport(TestingRoutes.ERRORS, TestingFault.LOOP.report("loop.camel.yaml"), 1);
        routes.awaitReport(TestingRoutes.ERRORS, TestingFault.EVERYTHING.report("everything.camel.yaml"), 1);
        routes.awaitReport(TestingRoutes.ERRORS, TestingFault.REFUSED_FILTER.report("filter.camel.yaml"), 1);
        routes.awaitPassed("aws/td/a", "a");
        assertThat(routes.on(TestingRoutes.ERRORS)).hasSize(3);
    }

    @Test
    void aFileThatIsNestedTooDeeply_isRefused() throws Exception {
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "one"));
        world.connectedGateway();
        routes.awaitPassed("mine/in", "one");

        routes.write("mine.camel.yaml", "- route: " + "[".repeat(100_000) + "]".repeat(100_000));

        routes.awaitStatus("mine", "broken");
        routes.awaitPassed("mine/in", "one");
    }

    @Test
    void aRouteOfATemplate_isReplaced_andRemoved() throws Exception {
        routes.write("mine.camel.yaml", template("one"));
        world.connectedGateway();
        routes.awaitPassed("mine/in", "one");

        routes.write("mine.camel.yaml", template("two"));
        routes.awaitPassed("mine/in", "two");
        local.publish("mine/in", "once");
        await("the message").atMost(PATIENCE).until(() -> payloads("two").contains("once"));
        assertThat(payloads("one")).doesNotContain("once");

        Files.delete(routes.directory().resolve("mine.camel.yaml"));
        routes.awaitStatus("mine", "removed");
        local.publish("mine/in", "never");
        routes.awaitPassed("aws/td/a", "a");
        assertThat(cloud.seen()).extracting(Seen::payload).doesNotContain("never");
    }

    @Test
    void anAcceptedOverrideThatCannotStart_isNeitherForgotten_norReplacedByTheBuiltInFile() throws Exception {
        Path copy = accepted("custom.camel.yaml", TestingFault.UNKNOWN_STEP.text());
        routes.write("custom.camel.yaml", TestingFault.UNKNOWN_STEP.text());
        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "mine"));
        world.connectedGateway();
        routes.awaitReport(TestingRoutes.ERRORS, "Route file refused: custom.camel.yaml", 1);

        local.publish("aws/td/a", "private");
        routes.awaitPassed("mine/in", "mine");
        assertThat(payloads("a")).isEmpty();
        assertThat(copy).exists();

        routes.write("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "good"));
        routes.awaitPassed("aws/td/a", "good");
    }

    @Test
    void whatWasAccepted_holds_whileTheDirectoryCannotBeRead() throws Exception {
        accepted("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "filtered"));
        Path directory = Files.createFile(world.config().resolve("routes"));
        world.connectedGateway();
        routes.awaitReport(TestingRoutes.ERRORS, "Route files: can't be followed", 1);
        routes.awaitPassed("aws/td/a", "filtered");

        Files.delete(directory);
        routes.write("custom.camel.yaml", TestingRoutes.route("custom", "aws/td/#", "next"));

        routes.awaitPassed("aws/td/a", "next");
        assertThat(payloads("a")).isEmpty();
    }

    @Test
    void whatIsQueuedBeforeARoute_arrives_beforeItIsReplaced() throws Exception {
        routes.write("mine.camel.yaml", queue("one"));
        world.connectedGateway();
        routes.awaitPassed("mine/in", "one");
        List<String> sent = IntStream.range(0, 20).mapToObj(i -> "message " + i).toList();
        sent.forEach(payload -> local.publish("mine/in", payload));
        await("the last one is queued")
                .atMost(PATIENCE)
                .until(() -> routes.on("mine/queued").stream()
                        .anyMatch(message -> message.text().equals("message 19")));

        routes.write("mine.camel.yaml", queue("two"));

        routes.awaitReport(TestingRoutes.ERRORS, "messages are still queued before the route 'behind'", 1);
        await("the change")
                .atMost(PATIENCE)
                .until(() -> routes.on(TestingRoutes.FLOWS).stream()
                        .anyMatch(status -> status.text().contains("\"updated\"")));
        assertThat(payloads("one")).containsAll(sent);
        routes.awaitPassed("mine/in", "two");
    }

    @Test
    void aMessageThatHangsInARoute_isForTheNewOne() throws Exception {
        routes.write("mine.camel.yaml", """
                - route:
                    id: mine
                    from:
                      uri: "local:mine/in"
                      steps:
                        - delay:
                            asyncDelayed: true
                            expression:
                              constant:
                                expression: "3600000"
                        - to: "aws:thinedge/robot-7/td/never"
                """);
        Gateway gateway = world.connectedGateway();
        LinkState before = gateway.local();
        local.publish("mine/in", "first");
        local.publish("mine/in", "second");
        await("the message is under way")
                .atMost(PATIENCE)
                .until(() -> local.messages().stream()
                        .anyMatch(message -> message.text().equals("second")));

        routes.write("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "new"));

        await("the messages that hung")
                .atMost(PATIENCE)
                .until(
                        () -> cloud.seen().stream()
                                .filter(seen -> seen.topic().endsWith("/td/new"))
                                .toList(),
                        List.of(
                                new Seen("thinedge/robot-7/td/new", "first"),
                                new Seen("thinedge/robot-7/td/new", "second"))::equals);
        TestingRoutes.assertSameConnection(gateway.local(), before);
    }

    @Test
    void whatCannotBeRestored_isTriedAgain() throws Exception {
        routes.write(
                "mine.camel.yaml",
                "- beans: [{name: mine, type: dev.tedge.gateway.TestingBean}]\n"
                        + TestingRoutes.route("mine", "mine/in", "one"));
        world.connectedGateway();
        routes.awaitPassed("mine/in", "one");
        TestingBean.beBroken(true);
        try {
            routes.write("mine.camel.yaml", TestingRoutes.UNSTARTABLE);
            routes.awaitReport(TestingRoutes.ERRORS, "mine.camel.yaml: Failed to start route: one-more", 1);
        } finally {
            TestingBean.beBroken(false);
        }

        await("the previous route").atMost(PATIENCE).until(() -> {
            local.publish("mine/in", "again");
            return payloads("one").contains("again");
        });
        routes.awaitPassed("aws/td/a", "a");
    }

    private Collection<String> payloads(String topic) {
        return cloud.seen().stream()
                .filter(seen -> seen.topic().equals("thinedge/robot-7/td/" + topic))
                .map(Seen::payload)
                .toList();
    }

    /** A copy that an earlier process has made. */
    private Path accepted(String name, String text) throws Exception {
        Path directory = Files.createDirectories(world.config().resolve(".tedge-mapper-aws/routes"));
        return Files.writeString(directory.resolve(name), text);
    }

    private static String template(String topic) {
        return """
                - routeTemplate:
                    id: sender
                    from:
                      uri: "local:mine/in"
                      steps:
                        - to: "aws:thinedge/robot-7/td/%s"
                - templatedRoute:
                    routeTemplateRef: sender
                    routeId: made
                """.formatted(topic);
    }

    private static String queue(String topic) {
        return """
                - route:
                    id: before
                    from:
                      uri: "local:mine/in"
                      steps:
                        - to: "seda:queue"
                        - to: "local:mine/queued"
                - route:
                    id: behind
                    from:
                      uri: "seda:queue"
                      steps:
                        - delay:
                            asyncDelayed: false
                            expression:
                              constant:
                                expression: "500"
                        - to: "aws:thinedge/robot-7/td/%s"
                """.formatted(topic);
    }
}
