package dev.tedge.mapping;

import static dev.tedge.mapping.TestingRoutes.bytes;
import static dev.tedge.mapping.TestingRoutes.completes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mapping.TestingMqttComponent.Published;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measurements and their like in routes: the setting {@code aws.mapper.validate}, and what a user's plain YAML has of
 * them.
 */
class ModelRoutesTest {

    private static final String TD = "thinedge/my:dev-1/td/";
    private static final String BAD = "{\"temperature\":\"secret\",\"time\":1}";
    private static final String REASON =
            "member \"temperature\" is text; measurements have numbers only, other data goes below \"properties\"";

    @Test
    void warn_reports_andForwards() throws Exception {
        try (TestingRoutes routes = start(Validation.WARN)) {
            completes(routes.local().deliver("te/device/main///m/t", bytes(BAD), 1));
            completes(routes.local().deliver("te/device/main///m/t", bytes(BAD), 1));

            assertThat(routes.local().published())
                    .containsExactly(new Published(
                            "te/errors",
                            "The message on te/device/main///m/t breaks a rule, and is forwarded all the same: "
                                    + REASON,
                            1,
                            false));
            assertThat(routes.aws().published()).extracting(Published::payload).containsExactly(BAD, BAD);
        }
    }

    @Test
    void warn_forwards_whenItCannotBeReported() throws Exception {
        try (TestingRoutes routes = start(Validation.WARN)) {
            routes.local().refuseWith(new IllegalStateException("down"));

            completes(routes.local().deliver("te/device/main///m/t", bytes(BAD), 1));

            assertThat(routes.aws().published()).hasSize(1);
        }
    }

    @Test
    void reject_reports_andForwardsNot() throws Exception {
        try (TestingRoutes routes = start(Validation.REJECT)) {
            completes(routes.local().deliver("te/device/main///m/t", bytes(BAD), 1));
            completes(routes.local().deliver("te/device/main///a/t", bytes(""), 1));

            assertThat(routes.local().published())
                    .extracting(Published::payload)
                    .containsExactly("Failed to forward the message on te/device/main///m/t: " + REASON);
            assertThat(routes.aws().published()).extracting(Published::topic).containsExactly(TD + "device:main/a/t");
        }
    }

    @Test
    void sharedName_isReported_andForwarded() throws Exception {
        try (TestingRoutes routes = start(Validation.OFF)) {
            completes(routes.local().deliver("te/device/a:b///m/t", bytes("{}"), 1));
            completes(routes.local().deliver("te/device/a/b//m/t", bytes("{}"), 1));

            assertThat(routes.local().published())
                    .singleElement()
                    .satisfies(report -> assertThat(report.payload()).contains("'device/a:b//'", "'device/a/b/'"));
            assertThat(routes.aws().published())
                    .extracting(Published::topic)
                    .containsExactly(TD + "device:a:b/m/t", TD + "device:a:b/m/t");
        }
    }

    @Test
    void plainYaml_hasHeaders_jsonPath_andJackson() throws Exception {
        try (TestingRoutes routes = start(Validation.OFF, """
                - route:
                    id: own
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:te/+/+/+/+/m/own"
                      steps:
                        - process:
                            ref: validate
                        - setHeader:
                            name: humidity
                            expression:
                              jsonpath:
                                expression: "$.room.humidity"
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${header.tedgeType} == 'own' && ${header.tedgeJson[temperature]} > 20"
                                steps:
                                  - unmarshal:
                                      json:
                                        library: Jackson
                                  - setBody:
                                      expression:
                                        simple:
                                          expression: >-
                                            ${header.tedgeSource} ${body[temperature]} ${header.humidity}
                                            ${header.tedgeJson[room][humidity]} ${header.tedgeEntity}
                                  - to:
                                      uri: "aws:thinedge/my:dev-1/td/warm"
                """)) {
            String json = "{\"temperature\":21.5,\"room\":{\"humidity\":40}}";
            routes.local().deliver("te/device/main///m/own", bytes(json), 1);
            routes.local()
                    .deliver("te/device/main///m/own", bytes("{\"temperature\":20,\"room\":{\"humidity\":40}}"), 1);

            assertThat(routes.aws().published())
                    .filteredOn(message -> message.topic().endsWith("/warm"))
                    .extracting(Published::payload)
                    .containsExactly("device:main 21.5 40 40 device/main//");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            fraction, exact | te/device/main///m/t         | {"x":0.12345678901234567890}                    | ${header.tedgeJson[x]}                               | 0.12345678901234567890
            integer, exact  | te/device/main///m/t         | {"g":{"x":123456789012345678901234567890}}      | ${header.tedgeJson[g][x]}                            | 123456789012345678901234567890
            exponent        | te/device/main///e/t         | {"x":[1e400]}                                   | ${header.tedgeJson[x][0]}                            | 1E+400
            measured value  | te/device/main///m/t         | {"x":0.12345678901234567890}                    | ${header.tedgeContent.values[x]}                     | 0.12345678901234567890
            measured group  | te/device/main///m/t         | {"g":{"x":12345678901234567890}}                | ${header.tedgeContent.groups[g][x]}                  | 12345678901234567890
            time            | te/device/main///m/t         | {"time":1617822000}                             | ${header.tedgeContent.time}                          | 2021-04-07T19:00:00Z
            severity        | te/device/main///a/t         | {"severity":"major"}                            | ${header.tedgeContent.severity}                      | major
            text            | te/device/main///e/t         | {"text":"door"}                                 | ${header.tedgeContent.text}                          | door
            missing         | te/device/main///a/t         | {"severity":"major"}                            | [${header.tedgeContent.text}]                        | []
            cleared         | te/device/main///a/t         | ''                                              | [${header.tedgeContent.severity}${header.tedgeJson}] | []
            kind            | te/device/child//            | {"@type":"child-device"}                        | ${header.tedgeContent.kind}                          | child-device
            parent          | te/device/child//            | {"@type":"service","@parent":"device/main//"}   | ${header.tedgeContent.parent.source}                 | device:main
            """)
    void validate_putsWhatThePayloadSays_intoHeaders(
            String what, String topic, String payload, String expression, String expected) throws Exception {
        try (TestingRoutes routes = start(Validation.OFF, validating(topic, "= " + expression))) {
            routes.local().deliver(topic, bytes(payload), 1);

            assertThat(routes.local().published()).isEmpty();
            assertThat(routes.aws().published()).contains(new Published(TD + "header", "= " + expected, 1, false));
        }
    }

    @Test
    void severity_isComparedByItsWord() throws Exception {
        try (TestingRoutes routes = start(Validation.OFF, """
                - route:
                    id: own
                    from:
                      uri: "local:te/+/+/+/+/a/own"
                      steps:
                        - process:
                            ref: validate
                        - filter:
                            expression:
                              simple:
                                expression: "${header.tedgeContent.severity} == 'critical'"
                            steps:
                              - to:
                                  uri: "aws:thinedge/my:dev-1/td/urgent"
                """)) {
            for (String severity : List.of("critical", "minor")) {
                String json = "{\"severity\":\"" + severity + "\"}";
                routes.local().deliver("te/device/main///a/own", bytes(json), 1);
            }

            assertThat(routes.aws().published())
                    .filteredOn(message -> message.topic().endsWith("/urgent"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            registration | te/device/child//              | {"@type":"robot"} | member "@type" is none of device, child-device, service
            twin         | te/device/child///twin/firmware | {                | the payload is not JSON at line 1, column 2, but twin data is
            event        | te/device/child///e/x           | [1]              | the payload is not a JSON object, as an event must be
            no entity    | te/errors                       | x                | The topic names no entity of the local data model, whose rules this step knows.
            """)
    void validate_fails_whateverTheSettingSays(String kind, String topic, String payload, String reason)
            throws Exception {
        try (TestingRoutes routes = start(Validation.OFF, validating(topic))) {
            routes.local().deliver(topic, bytes(payload), 1);

            assertThat(routes.local().published())
                    .extracting(Published::payload)
                    .containsExactly("Failed to forward the message on " + topic + ": " + reason);
            assertThat(routes.aws().published())
                    .noneMatch(message -> message.topic().endsWith("/own"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            registration       | te/device/child//               | {"@type":"device", "name" : "a"} | {@type=device, name=a}
            twin, not object   | te/device/child///twin/firmware | [1, "a"]                         | [1, a]
            cleared twin       | te/device/child///twin/firmware | ''                               | ''
            channel, no rules  | te/device/child///cmd/restart/1 | no JSON                          | ''
            """)
    void validate_leavesTheBody(String kind, String topic, String payload, String header) throws Exception {
        try (TestingRoutes routes = start(Validation.REJECT, validating(topic))) {
            completes(routes.local().deliver(topic, bytes(payload), 1));

            assertThat(routes.aws().published())
                    .containsExactly(
                            new Published(TD + "own", payload, 1, false),
                            new Published(TD + "header", "header " + header, 1, false));
        }
    }

    @Test
    void objects_areNotSentAsNothing_whenMarshalIsMissing() throws Exception {
        try (TestingRoutes routes = start(Validation.OFF, """
                - route:
                    id: own
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:te/device/main//"
                      steps:
                        - unmarshal:
                            json:
                              library: Jackson
                        - process:
                            ref: telemetryMapper
                        - to:
                            uri: aws
                """)) {
            completes(routes.local().deliver("te/device/main//", bytes("{}"), 1));

            assertThat(routes.aws().published()).isEmpty();
            assertThat(routes.local().published())
                    .extracting(Published::payload)
                    .containsExactly("Failed to forward the message on te/device/main//: The body is a LinkedHashMap,"
                            + " and not bytes or text: put the step marshal with json before this one.");
        }
    }

    private static TestingRoutes start(Validation validation, String... own) throws Exception {
        MappingSettings settings =
                MappingSettings.defaults(TestingRoutes.DEVICE).validating(validation);
        return TestingRoutes.start(settings, Map.of(), own);
    }

    private static String validating(String topic) {
        return validating(topic, "header ${header.tedgeJson}");
    }

    private static String validating(String topic, String expression) {
        return """
                - route:
                    id: own
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:%s"
                      steps:
                        - process:
                            ref: validate
                        - to:
                            uri: "aws:thinedge/my:dev-1/td/own"
                        - setBody:
                            expression:
                              simple:
                                expression: "%s"
                        - to:
                            uri: "aws:thinedge/my:dev-1/td/header"
                """.formatted(topic, expression);
    }
}
