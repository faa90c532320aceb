package dev.tedge.mapping;

import static dev.tedge.mapping.TestingRoutes.bytes;
import static dev.tedge.mapping.TestingRoutes.completes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.mapping.TestingMqttComponent.Published;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the built-in routes do with messages that fail. */
class RouteErrorsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestingRoutes routes;
    private TestingMqttComponent local;
    private TestingMqttComponent aws;

    @BeforeEach
    void start() throws Exception {
        routes = TestingRoutes.start("aws");
        local = routes.local();
        aws = routes.aws();
    }

    @AfterEach
    void stop() throws IOException {
        routes.close();
    }

    @Test
    void rejectedMessage_isReported_andTheNextArrives() throws Exception {
        completes(local.deliver("te/device/main///m/t", bytes("{\"time\":null}"), 1));
        completes(local.deliver("te/device/main///m/u", bytes("{\"time\":1}"), 1));

        assertThat(local.published())
                .containsExactly(new Published(
                        "te/errors",
                        "Failed to forward the message on te/device/main///m/t: Failed to format message timestamp as"
                                + " unix: the member \"time\" is neither a number nor a string.",
                        1,
                        false));
        assertThat(aws.published())
                .extracting(Published::topic)
                .containsExactly("thinedge/my:dev-1/td/device:main/m/u");
    }

    @Test
    void tooLargeMessage_isReported_withoutItsPayload() throws Exception {
        completes(local.deliver("te/device/main///m/t", new byte[200 * 1024], 1));

        assertThat(local.published())
                .containsExactly(new Published(
                        "te/errors",
                        "Failed to forward the message on te/device/main///m/t: Payload is too large >131072:"
                                + " it has 204800 bytes.",
                        1,
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"te/device/main///m/t", "aws/td/a/b", "aws/shadow/update", "aws/test-connection"})
    void refusedPublish_isReported(String topic) throws Exception {
        aws.refuseWith(new IllegalStateException("refused:\n0x87 Not authorized"));

        completes(local.deliver(topic, bytes("secret"), 1));

        assertThat(local.published())
                .containsExactly(new Published(
                        "te/errors",
                        "Failed to forward the message on " + topic + ": refused: 0x87 Not authorized",
                        1,
                        false));
    }

    @Test
    void textOfOthersExceptions_isNotReported() throws Exception {
        Exception quoting = assertThrows(
                JsonParseException.class,
                () -> new JsonFactory().createParser("secret").nextToken());
        assertThat(quoting).hasMessageContaining("secret");
        aws.refuseWith(quoting);

        completes(local.deliver("aws/td/a/b", bytes("secret"), 1));

        assertThat(local.published())
                .containsExactly(new Published(
                        "te/errors",
                        "Failed to forward the message on aws/td/a/b: JsonParseException in the route custom, step custom-out",
                        1,
                        false));
    }

    @Test
    void report_namesTheTopicThatWasPublished_whateverTheRouteMakesOfIt() throws Exception {
        try (TestingRoutes own = TestingRoutes.start(MappingSettings.defaults(TestingRoutes.DEVICE), Map.of(), """
                - route:
                    id: own
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:sensors/#"
                      steps:
                        - setHeader:
                            name: CamelMqttTopic
                            expression:
                              constant:
                                expression: "te/device/main///m/t"
                        - process:
                            ref: telemetryMapper
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${header.tedgeEntity} == null"
                                steps:
                                  - validate:
                                      expression:
                                        simple:
                                          expression: "${body} == 'secret'"
                """)) {
            own.local().deliver("sensors/x", bytes("{\"time\":null}"), 1);
            own.local().deliver("sensors/x", bytes("{}"), 1);

            assertThat(own.local().published())
                    .extracting(Published::payload)
                    .containsExactly(
                            "Failed to forward the message on sensors/x: Failed to format message timestamp as"
                                    + " unix: the member \"time\" is neither a number nor a string.",
                            "Failed to forward the message on sensors/x:"
                                    + " PredicateValidationException in the route own, step validate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"te/device/main///m/t", "aws/td/a/b", "aws/shadow/update", "aws/test-connection"})
    void message_staysUnacknowledged_whenTheLinkIsUnavailable(String topic) throws Exception {
        aws.refuseWith(new LinkUnavailableException("aws: stopping"));

        List<Exchange> exchanges = local.deliver(topic, bytes("{}"), 1);

        assertThat(exchanges).singleElement().satisfies(exchange -> {
            assertThat(exchange.getException()).isInstanceOf(LinkUnavailableException.class);
            assertThat(exchange.isFailed()).isTrue();
        });
        assertThat(local.published()).isEmpty();
    }

    @Test
    void gatheredMessage_isTriedAgain_untilTheLinkTakesIt() throws Exception {
        restartWith("batch");
        aws.refuseWith(new LinkUnavailableException("aws: no room"));

        completes(local.deliver("own", bytes("1"), 1));
        await().atMost(PATIENCE).until(aws::hasRefused);
        aws.accept();

        await().atMost(PATIENCE).until(() -> !aws.published().isEmpty());
        assertThat(aws.published())
                .extracting(Published::payload)
                .containsExactly("[{\"topic\":\"own\",\"payload\":1}]");
        assertThat(local.published()).isEmpty();
    }

    @Test
    void messageThatOthersGathered_isReported_whenTheLinkIsUnavailable() throws Exception {
        restartWith("#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy");
        aws.refuseWith(new LinkUnavailableException("aws: no room"));

        completes(local.deliver("own", bytes("1"), 1));

        await().atMost(PATIENCE).until(() -> !local.published().isEmpty());
        assertThat(local.published())
                .extracting(Published::payload)
                .containsExactly("Failed to forward the message on own: aws: no room");
        assertThat(aws.published()).isEmpty();
    }

    @Test
    void message_staysUnacknowledged_whenMuchThatWasGatheredWaits() throws Exception {
        restartWith("batch");
        aws.refuseWith(new LinkUnavailableException("aws: no room"));
        byte[] large = bytes("x".repeat(90_000));

        List<Exchange> last = local.deliver("own", large, 1);
        for (int taken = 0; taken < 200 && !last.get(0).isFailed(); taken++) {
            last = local.deliver("own", large, 1);
        }

        assertThat(last).singleElement().matches(Exchange::isFailed);
        assertThat(local.published()).isEmpty();
    }

    /** A route of its own that gathers. */
    private void restartWith(String strategy) throws Exception {
        routes.close();
        routes = TestingRoutes.start(MappingSettings.defaults(TestingRoutes.DEVICE), Map.of(), """
                - beans:
                    - name: batch
                      type: dev.tedge.mapping.gathering.JsonBatch
                      constructors:
                        0: 10
                        1: 131072
                - route:
                    id: own
                    routeConfigurationId: report-errors,keep-gathered
                    from:
                      uri: "local:own"
                      steps:
                        - aggregate:
                            aggregationStrategy: "%s"
                            correlationExpression:
                              constant:
                                expression: all
                            completionInterval: "50"
                            steps:
                              - to:
                                  uri: "aws:gathered"
                """.formatted(strategy));
        local = routes.local();
        aws = routes.aws();
    }

    @Test
    void commandAndAnswer_areUnacknowledged_whenTheLocalLinkIsUnavailable() throws Exception {
        local.refuseWith(new LinkUnavailableException("local: stopping"));

        for (String topic : List.of("thinedge/my:dev-1/cmd/x", "$aws/things/my:dev-1/shadow/get/accepted")) {
            assertThat(aws.deliver(topic, bytes("{}"), 1)).singleElement().matches(Exchange::isFailed);
        }
    }

    @Test
    void message_staysUnacknowledged_whenItsFailureCannotBeReported() throws Exception {
        local.refuseWith(new LinkUnavailableException("local: stopping"));

        assertThat(local.deliver("te/device/main///m/t", bytes("{\"time\":null}"), 1))
                .singleElement()
                .matches(Exchange::isFailed);
    }
}
