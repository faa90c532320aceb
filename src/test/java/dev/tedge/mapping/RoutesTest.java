package dev.tedge.mapping;

import static dev.tedge.mapping.TestingRoutes.bytes;
import static dev.tedge.mapping.TestingRoutes.completes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mapping.TestingMqttComponent.Published;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in routes, as they are shipped, between two schemes without brokers. */
class RoutesTest {

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
    void routes_subscribeToExactlyTheDocumentedFilters() {
        assertThat(aws.filters())
                .containsExactlyInAnyOrder(
                        "thinedge/my:dev-1/cmd/#",
                        "$aws/things/my:dev-1/shadow/#",
                        "thinedge/devices/my:dev-1/test-connection");
        assertThat(local.filters())
                .containsExactlyInAnyOrder(
                        "te/+/+/+/+/m/+",
                        "te/+/+/+/+/e/+",
                        "te/+/+/+/+/a/+",
                        "te/+/+/+/+/status/health",
                        "aws/td/#",
                        "aws/reply/#",
                        "aws/shadow/#",
                        "aws/test-connection");
    }

    @Test
    void routes_sayWhatTheyAre() {
        assertThat(routes.camel().getRoutes()).hasSize(8).allSatisfy(route -> {
            assertThat(route.getRouteId()).doesNotContain("route");
            assertThat(route.getDescription()).isNotBlank();
            assertThat(route.getGroup()).isNotBlank();
            assertThat(route.getConfigurationId()).isEqualTo("report-errors");
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            measurement            | te/device/main///m/t            | thinedge/my:dev-1/td/device:main/m/t
            measurement, no type   | te/device/main///m/             | thinedge/my:dev-1/td/device:main/m/
            event of a child       | te/device/child///e/login       | thinedge/my:dev-1/td/device:child/e/login
            alarm of a service     | te/device/main/service/s/a/hot  | thinedge/my:dev-1/td/device:main:service:s/a/hot
            health                 | te/device/main///status/health  | thinedge/my:dev-1/td/device:main/status/health
            """)
    void telemetry_reachesAws_withTime(String reason, String topic, String cloudTopic) throws Exception {
        completes(local.deliver(topic, bytes("{\"a\":1}"), 0));

        assertThat(aws.published())
                .containsExactly(new Published(cloudTopic, "{\"a\":1,\"time\":1617822000.0}", 1, false));
        assertThat(local.published()).isEmpty();
    }

    @Test
    void telemetry_passesBytes_thatAreNoText() throws Exception {
        completes(local.deliver("te/device/main///m/t", bytes("\u00ff\u0000\u0080"), 1));
        completes(local.deliver("te/device/main///a/t", bytes(""), 1));

        assertThat(aws.published()).extracting(Published::payload).containsExactly("\u00ff\u0000\u0080", "");
    }

    @Test
    void telemetry_endsQuietly_forHealthOfMosquitto() throws Exception {
        completes(local.deliver("te/device/main/service/mosquitto-aws-bridge/status/health", bytes("1"), 1));

        assertThat(aws.published()).isEmpty();
        assertThat(local.published()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            custom                  | aws/td/a/b          | thinedge/my:dev-1/td/a/b
            custom, prefix only     | aws/td              | thinedge/my:dev-1/td
            custom, empty levels    | aws/td//a/          | thinedge/my:dev-1/td//a/
            custom, emoji, blank    | aws/td/ 🤖          | thinedge/my:dev-1/td/ 🤖
            custom, many levels     | aws/td/1/2/3/4/5/6  | thinedge/my:dev-1/td/1/2/3/4/5/6
            shadow                  | aws/shadow/update   | $aws/things/my:dev-1/shadow/update
            named shadow            | aws/shadow/name/n/get | $aws/things/my:dev-1/shadow/name/n/get
            connection check        | aws/test-connection | thinedge/devices/my:dev-1/test-connection
            """)
    void localMessage_reachesAws_asItIs(String reason, String topic, String cloudTopic) throws Exception {
        completes(local.deliver(topic, bytes("{ \"a\":1}\u00ff"), 1));

        assertThat(aws.published()).containsExactly(new Published(cloudTopic, "{ \"a\":1}\u00ff", 1, false));
        assertThat(local.published()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            command              | thinedge/my:dev-1/cmd/x                           | aws/cmd/x
            command, more levels | thinedge/my:dev-1/cmd/a//b/                       | aws/cmd/a//b/
            shadow delta         | $aws/things/my:dev-1/shadow/update/delta          | aws/shadow/update/delta
            answer to get        | $aws/things/my:dev-1/shadow/get/accepted          | aws/shadow/get/accepted
            named shadow         | $aws/things/my:dev-1/shadow/name/n/delete/rejected | aws/shadow/name/n/delete/rejected
            connection check     | thinedge/devices/my:dev-1/test-connection         | aws/connection-success
            """)
    void cloudMessage_reachesTheLocalBroker_asItIs(String reason, String topic, String localTopic) throws Exception {
        completes(aws.deliver(topic, bytes("{ \"a\":1}\u00ff"), 1));

        assertThat(local.published()).containsExactly(new Published(localTopic, "{ \"a\":1}\u00ff", 1, false));
        assertThat(aws.published()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shadow/get",
                "shadow/update",
                "shadow/delete",
                "shadow/name/n/get",
                "shadow/name/n/update",
                "shadow/name/n/delete"
            })
    void echoOfAShadowRequest_endsQuietly(String topic) throws Exception {
        completes(aws.deliver("$aws/things/my:dev-1/" + topic, bytes("{}"), 1));

        assertThat(local.published()).isEmpty();
        assertThat(aws.published()).isEmpty();
    }

    @ParameterizedTest(name = "received with QoS {0}, sent with {1}")
    @CsvSource({"0,0", "1,1", "2,1"})
    void forwardedMessage_keepsItsQos_upToOne(int received, int sent) throws Exception {
        completes(local.deliver("aws/td/a", bytes(""), received));
        completes(aws.deliver("thinedge/my:dev-1/cmd/a", bytes(""), received));

        assertThat(aws.published()).extracting(Published::qos).containsExactly(sent);
        assertThat(local.published()).extracting(Published::qos).containsExactly(sent);
    }

    @Test
    void nothing_isRetainedOnAws_byDefault() throws Exception {
        completes(local.deliverRetained("aws/td/a", bytes("1")));
        completes(local.deliverRetained("aws/shadow/update", bytes("{}")));
        completes(local.deliverRetained("te/device/main///m/t", bytes("{}")));

        assertThat(aws.published()).extracting(Published::retained).containsExactly(false, false, false);
    }

    @Test
    void whatPassesThrough_staysRetained_whenTheSettingSaysSo() throws Exception {
        try (TestingRoutes retaining = TestingRoutes.start("aws", true)) {
            completes(retaining.local().deliverRetained("aws/td/a", bytes("1")));
            completes(retaining.local().deliverRetained("aws/shadow/update", bytes("{}")));
            completes(retaining.local().deliver("aws/td/b", bytes("1"), 1));
            completes(retaining.local().deliverRetained("aws/test-connection", bytes("")));
            completes(retaining.local().deliverRetained("te/device/main///m/t", bytes("{}")));
            completes(retaining.aws().deliverRetained("thinedge/my:dev-1/cmd/a", bytes("")));

            assertThat(retaining.aws().published())
                    .extracting(Published::retained)
                    .containsExactly(true, true, false, false, false);
            assertThat(retaining.local().published())
                    .extracting(Published::retained)
                    .containsExactly(false);
        }
    }

    @Test
    void prefix_isReplacedLocallyOnly() throws Exception {
        try (TestingRoutes other = TestingRoutes.start("custom-prefix")) {
            other.local().deliver("custom-prefix/td/a", bytes("{}"), 1);
            other.aws().deliver("thinedge/my:dev-1/cmd/x", bytes("{}"), 1);

            assertThat(other.local().deliver("aws/td/a", bytes("{}"), 1)).isEmpty();
            assertThat(other.aws().published()).extracting(Published::topic).containsExactly("thinedge/my:dev-1/td/a");
            assertThat(other.local().published()).extracting(Published::topic).containsExactly("custom-prefix/cmd/x");
        }
    }

    @Test
    void routes_areRefused_whenThePrefixIsNoTopic() {
        assertThatThrownBy(() -> TestingRoutes.start("a#"))
                .hasStackTraceContaining("\"a#/cmd\" must not contain '#', but has it at index 1.");
    }
}
