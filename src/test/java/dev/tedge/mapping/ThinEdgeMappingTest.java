package dev.tedge.mapping;

import static dev.tedge.mapping.TestingRoutes.bytes;
import static dev.tedge.mapping.TestingRoutes.completes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mapping.TestingMqttComponent.Published;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What thin-edge.io's own tests ask of its AWS mapper (9.1) and of its flows (9.2), row by row, asked of the built-in
 * routes. A topic there of {@code aws/td/…} is here the one that its bridge makes of it, {@code thinedge/<thing>/td/…}.
 *
 * <p>Not here:
 *
 * <ul>
 *   <li>37, 39 and hot reload of flows (broken scripts, moved and linked directories): about files, which are route
 *       files here, and tested in {@code HotReloadIT}; 38: nothing is written into the directory of routes but by
 *       {@code tedge routes eject},
 *   <li>40 and flow status messages, a message for each file that is touched: only a refusal is told, and a file with
 *       the same content is not loaded again, so that nothing follows from {@code touch},
 *   <li>41, the directory of flows: {@code tedge routes list} names the files; 42, {@code tedge flows test}: {@code
 *       tedge routes test},
 *   <li>45, JavaScript: routes have Simple, JSONPath and Java; a step of a user's own is in {@code ModelRoutesTest},
 *   <li>46, a flow that reads registrations and shares a context with others: registrations are read in {@code
 *       ModelRoutesTest}; what a bean keeps is shared by the routes of its file,
 *   <li>group-measurements: the recipe that batches, {@code JsonBatch}; ignore-topics: filters in {@code from}, {@code
 *       choice},
 *   <li>limit with discard: too large is always reported, since nothing is to be lost silently,
 *   <li>context, {@code onStartup}, {@code interval}, statistics, memory limits, process and file inputs, base64: of
 *       thin-edge.io's flow engine; Camel has timers, aggregation, {@code exec} and {@code file} of its own, and bytes
 *       pass as they are,
 *   <li>loops at run time: {@code local:} does not receive what it sends; static ones are found by {@code tedge routes
 *       check}.
 * </ul>
 */
class ThinEdgeMappingTest {

    private static final String TD = "thinedge/my:dev-1/td/";
    private static final String TOPIC = "te/device/main///m/";
    private static final MappingSettings UNIX = MappingSettings.defaults(TestingRoutes.DEVICE);
    private static final MappingSettings RFC3339 =
            new MappingSettings(TestingRoutes.DEVICE, Optional.of(TimestampFormat.RFC3339), 131_072);
    private static final MappingSettings UNTIMED = new MappingSettings(TestingRoutes.DEVICE, Optional.empty(), 131_072);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            9.1-1  | measurement without type           | te/device/main///m/                               | {"temperature": 10}     | device:main/m/
            9.1-2  | measurement with type              | te/device/main///m/test-type                      | {"temperature": 10}     | device:main/m/test-type
            9.1-3  | measurement of a service           | te/device/main/service/test_service/m/test-type   | {"temperature": 10}     | device:main:service:test_service/m/test-type
            9.1-4  | measurement of a child             | te/device/child///m/test-type                     | {"temperature": 10}     | device:child/m/test-type
            9.1-5  | event                              | te/device/main///e/event-type                     | {"text": "someone"}     | device:main/e/event-type
            9.1-6  | event of a child                   | te/device/child///e/event-type                    | {"text": "someone"}     | device:child/e/event-type
            9.1-7  | critical alarm                     | te/device/main///a/alarm-type                     | {"severity":"critical"} | device:main/a/alarm-type
            9.1-8  | major alarm of a child             | te/device/child///a/alarm-type                    | {"severity":"major"}    | device:child/a/alarm-type
            9.1-9  | health of a service                | te/device/main/service/test-service/status/health | {"status":"up"}         | device:main:service:test-service/status/health
            9.1-18 | unit: measurement of the main      | te/device/main///m/t                              | {"a":1}                 | device:main/m/t
            9.1-19 | unit: measurement of a child       | te/device/child///m/t                             | {"a":1}                 | device:child/m/t
            9.1-20 | unit: measurement of a service     | te/device/main/service/s/m/t                      | {"a":1}                 | device:main:service:s/m/t
            9.1-21 | unit: measurement, child's service | te/device/child/service/s/m/t                     | {"a":1}                 | device:child:service:s/m/t
            9.1-24 | unit: event of the main            | te/device/main///e/t                              | {"a":1}                 | device:main/e/t
            9.1-25 | unit: event of a child             | te/device/child///e/t                             | {"a":1}                 | device:child/e/t
            9.1-26 | unit: event of a service           | te/device/main/service/s/e/t                      | {"a":1}                 | device:main:service:s/e/t
            9.1-27 | unit: event of a child's service   | te/device/child/service/s/e/t                     | {"a":1}                 | device:child:service:s/e/t
            9.1-28 | unit: alarm of the main            | te/device/main///a/t                              | {"a":1}                 | device:main/a/t
            9.1-29 | unit: alarm of a child             | te/device/child///a/t                             | {"a":1}                 | device:child/a/t
            9.1-30 | unit: alarm of a service           | te/device/main/service/s/a/t                      | {"a":1}                 | device:main:service:s/a/t
            9.1-31 | unit: alarm of a child's service   | te/device/child/service/s/a/t                     | {"a":1}                 | device:child:service:s/a/t
            9.1-32 | unit: health up                    | te/device/main/service/s/status/health            | {"status":"up"}         | device:main:service:s/status/health
            9.1-33 | unit: health down                  | te/device/main/service/s/status/health            | {"status":"down"}       | device:main:service:s/status/health
            """)
    void message_isMapped_toExactlyOne(String row, String sentence, String topic, String payload, String path)
            throws Exception {
        String timed = payload.substring(0, payload.length() - 1) + ",\"time\":1617822000.0}";

        try (TestingRoutes routes = start(UNIX)) {
            completes(routes.local().deliver(topic, bytes(payload), 1));

            assertThat(routes.aws().published()).containsExactly(new Published(TD + path, timed, 1, false));
            assertThat(routes.local().published()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            9.1-10 | what is no JSON passes unchanged             | unix    | hello                                      | hello
            9.1-10 | an array passes unchanged                    | unix    | [1]                                        | [1]
            9.1-12 | timestamp off: none is added                 | off     | {"a": 1}                                   | {"a": 1}
            9.1-13 | timestamp off: the one there is untouched    | off     | {"time":"x", "a":1}                        | {"time":"x", "a":1}
            9.1-14 | rfc3339: a number becomes text               | rfc3339 | {"time":1702029646}                        | {"time":"2023-12-08T10:00:46Z"}
            9.1-15 | rfc3339: text stays, also with an offset     | rfc3339 | {"time":"2023-12-08T12:00:46+02:00"}       | {"time":"2023-12-08T12:00:46+02:00"}
            9.1-16 | rfc3339: a missing time is added             | rfc3339 | {"a":1}                                    | {"a":1,"time":"2021-04-07T19:00:00Z"}
            9.1-36 | unix: text becomes a number                  | unix    | {"time":"2025-12-16T09:37:55.135+00:00"}   | {"time":1765877875.135}
            9.1-43 | unix: a number stays                         | unix    | {"time":1768404563.338}                    | {"time":1768404563.338}
            9.1-44 | rfc3339: milliseconds stay                   | rfc3339 | {"time":1768404563.338}                    | {"time":"2026-01-14T15:29:23.338Z"}
            9.2    | flows: add unix time                         | unix    | {"a":1}                                    | {"a":1,"time":1617822000.0}
            9.2    | flows: add rfc3339 time                      | rfc3339 | {}                                         | {"time":"2021-04-07T19:00:00Z"}
            9.2    | flows: order, digits and blanks stay         | unix    | {"z":1e3, "a":12345678901234567890.10}     | {"z":1e3, "a":12345678901234567890.10,"time":1617822000.0}
            """)
    void payload_isChanged_asTheSettingsSay(String row, String sentence, String format, String payload, String expected)
            throws Exception {
        MappingSettings settings =
                switch (format) {
                    case "off" -> UNTIMED;
                    case "unix" -> UNIX;
                    default -> RFC3339;
                };

        try (TestingRoutes routes = start(settings)) {
            completes(routes.local().deliver(TOPIC, bytes(payload), 1));

            assertThat(routes.aws().published())
                    .containsExactly(new Published(TD + "device:main/m/", expected, 1, false));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            9.1-22 | health 0 of a mosquitto bridge | te/device/main/service/mosquitto-aws-bridge/status/health | 0
            9.1-22 | health 1 of a mosquitto bridge | te/device/main/service/mosquitto-aws-bridge/status/health | 1
            9.1-23 | health 1 under any name        | te/device/main/service/anything/status/health             | 1
            9.1-35 | health 1 of another cloud's    | te/device/main/service/mosquitto-c8y-bridge/status/health | 1
            """)
    void message_yieldsNothing(String row, String sentence, String topic, String payload) throws Exception {
        try (TestingRoutes routes = start(UNIX)) {
            completes(routes.local().deliver(topic, bytes(payload), 1));

            assertThat(routes.aws().published()).isEmpty();
            assertThat(routes.local().published()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            9.1-11 | above the limit                       | 129 | Payload is too large >128
            9.1-34 | above the limit: exactly one report   | 500 | Payload is too large >128
            """)
    void payloadAboveTheLimit_isReportedOnce(String row, String sentence, int size, String reason) throws Exception {
        try (TestingRoutes routes = start(new MappingSettings(TestingRoutes.DEVICE, Optional.empty(), 128))) {
            completes(routes.local().deliver(TOPIC, new byte[size], 1));
            completes(routes.local().deliver(TOPIC, new byte[128], 1));

            assertThat(routes.local().published()).singleElement().satisfies(report -> {
                assertThat(report.topic()).isEqualTo("te/errors");
                assertThat(report.payload()).contains(TOPIC, reason);
                assertThat(report.retained()).isFalse();
            });
            // What thin-edge.io counts is the packet; AWS counts the payload.
            assertThat(routes.aws().published()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"aws/td/a, td/a", "aws/shadow/update, shadow/update"})
    void limitOfThePayload_isThatOfTheBridge_too(String topic, String path) throws Exception {
        try (TestingRoutes routes = start(new MappingSettings(TestingRoutes.DEVICE, Optional.empty(), 128))) {
            completes(routes.local().deliver(topic, new byte[129], 1));
            completes(routes.local().deliver(topic, new byte[128], 1));

            assertThat(routes.local().published())
                    .extracting(Published::payload)
                    .containsExactly("Failed to forward the message on " + topic
                            + ": Payload is too large >128: it has 129 bytes.");
            assertThat(routes.aws().published())
                    .singleElement()
                    .satisfies(message -> assertThat(message.topic()).endsWith(path));
        }
    }

    @Test
    void customTopics_eventsAreMapped_measurementsAreNot() throws Exception {
        try (TestingRoutes routes = TestingRoutes.start(UNIX, Map.of("aws.topics", "te/+/+/+/+/e/+"))) {
            completes(routes.local().deliver("te/device/main///e/t", bytes("{\"time\":1}"), 1));

            assertThat(routes.local().deliver("te/device/main///m/t", bytes("{}"), 1))
                    .isEmpty();
            assertThat(routes.aws().published()).extracting(Published::topic).containsExactly(TD + "device:main/e/t");
        }
    }

    @Test
    void row17And48_customPrefix_changesLocalTopicsOnly() throws Exception {
        try (TestingRoutes routes = TestingRoutes.start("custom-prefix")) {
            completes(routes.local().deliver(TOPIC, bytes("{\"time\":1}"), 1));

            assertThat(routes.aws().published()).extracting(Published::topic).containsExactly(TD + "device:main/m/");
            assertThat(routes.local().filters())
                    .contains("custom-prefix/td/#", "custom-prefix/shadow/#", "custom-prefix/test-connection")
                    .noneMatch(filter -> filter.startsWith("aws/"));
        }
    }

    @Test
    void row47_filters_areTheBridges() throws Exception {
        try (TestingRoutes routes = start(UNIX)) {
            assertThat(routes.local().filters()).contains("aws/td/#", "aws/shadow/#", "aws/test-connection");
            assertThat(routes.aws().filters())
                    .containsExactlyInAnyOrder(
                            "thinedge/my:dev-1/cmd/#",
                            "$aws/things/my:dev-1/shadow/#",
                            "thinedge/devices/my:dev-1/test-connection");
        }
    }

    @Test
    void customRoot_isMapped_andErrorsAreBelowIt() throws Exception {
        try (TestingRoutes routes =
                TestingRoutes.start(UNIX, Map.of("mqtt.topic_root", "site", "aws.topics", "site/+/+/+/+/m/+"))) {
            completes(routes.local().deliver("site/device/main///m/t", bytes("{\"time\":1}"), 0));
            completes(routes.local().deliver("site/device/main///m/t", bytes("{\"time\":null}"), 0));

            assertThat(routes.aws().published())
                    .containsExactly(new Published(TD + "device:main/m/t", "{\"time\":1}", 1, false));
            assertThat(routes.local().published()).extracting(Published::topic).containsExactly("site/errors");
        }
    }

    @Test
    void retainedAlarm_isNotRetainedOnAws_andItsEndGoesThere() throws Exception {
        try (TestingRoutes routes = start(UNIX)) {
            completes(routes.local().deliverRetained("te/device/main///a/hot", bytes("{\"time\":1}")));
            completes(routes.local().deliverRetained("te/device/main///a/hot", bytes("")));

            assertThat(routes.aws().published())
                    .containsExactly(
                            new Published(TD + "device:main/a/hot", "{\"time\":1}", 1, false),
                            new Published(TD + "device:main/a/hot", "", 1, false));
        }
    }

    private static TestingRoutes start(MappingSettings settings) throws Exception {
        return TestingRoutes.start(settings, Map.of());
    }
}
