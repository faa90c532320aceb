package dev.tedge.gateway.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.dryrun.Outcome.Failure;
import dev.tedge.gateway.dryrun.Outcome.NotSent;
import dev.tedge.gateway.dryrun.Outcome.Publication;
import dev.tedge.gateway.routes.Side;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.message.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of all kinds, without a broker. */
class DryRunIT {

    private final RouteSurroundings surroundings;
    private final List<DryRun> open = new ArrayList<>();

    DryRunIT(@TempDir Path directory) {
        surroundings = new RouteSurroundings(
                TedgeConfig.load(directory, Map.of("TEDGE_AWS_BRIDGE_RETAIN", "true"), file -> Optional.empty()),
                "robot-7");
    }

    @AfterEach
    void end() {
        open.forEach(DryRun::close);
    }

    @Test
    void builtInRoutes_map() throws Exception {
        DryRun run = builtIn();

        assertThat(run.send(message("te/device/main///m/t", "{\"time\":1}")))
                .containsExactly(onAws("thinedge/robot-7/td/device:main/m/t", "{\"time\":1}"));
        assertThat(run.send(message("thinedge/robot-7/cmd/restart", "now")))
                .containsExactly(locally("aws/cmd/restart", "now"));
        assertThat(run.send(message("somewhere/else", "x"))).isEmpty();
        assertThat(run.send(message("te/device/main///twin/x", "{}"))).isEmpty();
    }

    @Test
    void builtInRoutes_tellOfWhatFails_beforeTheReport() throws Exception {
        DryRun run = builtIn();

        assertThat(run.send(message("te/device/main///m/t", "{\"time\":null}")))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOfSatisfying(Failure.class, failure -> {
                            assertThat(failure.topic()).isEqualTo("te/device/main///m/t");
                            assertThat(failure.route()).isEqualTo("telemetry");
                            assertThat(failure.reason()).contains("time");
                        }),
                        second -> assertThat(second)
                                .isInstanceOfSatisfying(
                                        Publication.class,
                                        report -> assertThat(report.topic()).isEqualTo("te/errors")));
    }

    @Test
    void retained_staysSo_whereTheRouteSaysSo() throws Exception {
        DryRun run = builtIn();

        assertThat(run.send(new DryMessage("aws/td/x", Payload.ofText("x"), true)))
                .containsExactly(new Publication(Side.AWS, "thinedge/robot-7/td/x", Payload.ofText("x"), 1, true));
    }

    @Test
    void whatAwsWouldRefuse_fails_withTheReason() throws Exception {
        DryRun run = builtIn();

        assertThat(run.send(message("aws/td/1/2/3/4/5/6", "x")))
                .first()
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.route()).isEqualTo("custom");
                    assertThat(failure.reason()).contains("thinedge/robot-7/td/1/2/3/4/5/6");
                });
    }

    @Test
    void aMessage_goesToEachRoute_once() throws Exception {
        DryRun run = started("""
                - route: {id: one, from: {uri: "local:a/#,a/+", steps: [{to: {uri: "aws:x"}}]}}
                - route: {id: two, from: {uri: "local:a/b", steps: [{to: {uri: "aws:y"}}]}}
                """);

        assertThat(run.send(message("a/b", "1"))).containsExactly(onAws("x", "1"), onAws("y", "1"));
    }

    @Test
    void headersOfTheDataModel_areThere() throws Exception {
        DryRun run = started("""
                - route:
                    id: dt
                    from:
                      uri: "local:te/#"
                      steps:
                        - toD: {uri: "aws:dt/${header.tedgeSource}/${header.tedgeType}?qos=0"}
                """);

        assertThat(run.send(message("te/device/main///m/t", "1")))
                .containsExactly(new Publication(Side.AWS, "dt/device:main/t", Payload.ofText("1"), 0, false));
    }

    @Test
    void stepsOnOtherThreads_areWaitedFor_inTheirOrder() throws Exception {
        DryRun run = started("""
                - route:
                    id: in
                    from:
                      uri: "local:a"
                      steps:
                        - to: {uri: "seda:later?size=5"}
                        - wireTap: {uri: "direct:tapped"}
                        - threads: {poolSize: 2}
                        - delay: {expression: {constant: {expression: "20"}}}
                        - to: {uri: "aws:now"}
                - route: {id: later, from: {uri: "seda:later", steps: [{to: {uri: "aws:later"}}]}}
                - route: {id: tapped, from: {uri: "direct:tapped", steps: [{to: {uri: "aws:tapped"}}]}}
                """);

        assertThat(run.send(message("a", "1")))
                .containsExactlyInAnyOrder(onAws("now", "1"), onAws("later", "1"), onAws("tapped", "1"));
    }

    @Test
    void aggregations_areCompletedAtTheEnd() throws Exception {
        DryRun run = started("""
                - beans: [{name: last, type: "org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"}]
                - route:
                    id: minute
                    from:
                      uri: "local:a/+"
                      steps:
                        - aggregate:
                            correlationExpression: {header: {expression: CamelMqttTopic}}
                            aggregationStrategy: last
                            completionTimeout: "60000"
                            steps:
                              - to: {uri: "direct:hour"}
                - route:
                    id: hour
                    from:
                      uri: "direct:hour"
                      steps:
                        - aggregate:
                            correlationExpression: {constant: {expression: "all"}}
                            aggregationStrategy: last
                            completionSize: 10
                            steps:
                              - to: {uri: "aws:hour"}
                """);

        assertThat(run.send(message("a/1", "1"))).isEmpty();
        assertThat(run.send(message("a/2", "2"))).isEmpty();
        assertThat(run.finish()).hasSize(1).first().isInstanceOf(Publication.class);
        assertThat(run.finish()).isEmpty();
    }

    @Test
    void whatHangs_isGivenUp_andHoldsUpNothingElse() throws Exception {
        DryRun run = started(Duration.ofMillis(300), """
                - route:
                    id: slow
                    from:
                      uri: "local:slow"
                      steps:
                        - delay: {expression: {constant: {expression: "600000"}}}
                        - to: {uri: "aws:never"}
                - route:
                    id: blocked
                    from:
                      uri: "local:blocked"
                      steps:
                        - delay: {asyncDelayed: "false", expression: {constant: {expression: "600000"}}}
                        - to: {uri: "aws:never"}
                - route: {id: quick, from: {uri: "local:quick", steps: [{to: {uri: "aws:quick"}}]}}
                """);

        assertThat(run.send(message("slow", "1"))).first().isInstanceOf(Failure.class);
        assertThat(run.send(message("blocked", "1"))).first().isInstanceOf(Failure.class);
        assertThat(run.send(message("quick", "1"))).contains(onAws("quick", "1"));
    }

    @Test
    void whatIsOutside_isLeftAlone(@TempDir Path elsewhere) throws Exception {
        DryRun run = started("""
                - route: {id: tick, from: {uri: "timer:tick?period=1&delay=0", steps: [{to: {uri: "aws:tick"}}]}}
                - route:
                    id: out
                    from:
                      uri: "local:a"
                      steps:
                        - to: {uri: "paho-mqtt5:x?brokerUrl=tcp://127.0.0.1:1&password=secret"}
                        - to: {uri: "aws:a"}
                """);

        assertThat(run.idle())
                .extracting(DryRun.Idle::route, DryRun.Idle::from)
                .containsExactly(tuple("tick", "timer:tick"));
        assertThat(run.send(message("a", "1"))).containsExactly(new NotSent("out", "paho-mqtt5:x"), onAws("a", "1"));
    }

    @Test
    void aFailure_thatNoRouteHandles_isTold_once() throws Exception {
        DryRun run = started("""
                - route:
                    id: outer
                    from:
                      uri: "local:a"
                      steps:
                        - split:
                            stopOnException: true
                            expression: {tokenize: {token: ","}}
                            steps:
                              - to: {uri: "direct:inner"}
                - route:
                    id: inner
                    from:
                      uri: "direct:inner"
                      steps:
                        - setBody: {expression: {jsonpath: {expression: "$.x"}}}
                """);

        assertThat(run.send(message("a", "no,json")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).doesNotContain("\n"));
    }

    @Test
    void aBodyThatIsNoPayload_fails_asInTheGateway() throws Exception {
        DryRun run = started("""
                - route: {id: map, from: {uri: "local:a", steps: [{unmarshal: {json: {}}}, {to: {uri: "aws:x"}}]}}
                """);

        assertThat(run.send(message("a", "{\"t\":21}")))
                .containsExactly(new Failure(
                        "a",
                        "map",
                        "IllegalArgumentException: The body is a LinkedHashMap, and not bytes or text: put the step marshal with json"
                                + " before 'aws://x'"));
    }

    private DryRun builtIn() {
        return open(DryRun.of(surroundings, surroundings.files()));
    }

    private DryRun started(String yaml) {
        return started(DryRun.PATIENCE, yaml);
    }

    private DryRun started(Duration patience, String yaml) {
        RouteFile file =
                new RouteFile("own.camel.yaml", RouteFile.Origin.ADDED, "file:own.camel.yaml", Optional.of(yaml));
        return open(DryRun.of(surroundings, List.of(file), patience));
    }

    private DryRun open(DryRun run) {
        open.add(run);
        return run;
    }

    private static DryMessage message(String topic, String payload) {
        return new DryMessage(topic, Payload.ofText(payload), false);
    }

    private static Publication onAws(String topic, String payload) {
        return new Publication(Side.AWS, topic, Payload.ofText(payload), 1, false);
    }

    private static Publication locally(String topic, String payload) {
        return new Publication(Side.LOCAL, topic, Payload.ofText(payload), 1, false);
    }
}
