package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tedge aws policy} and {@code tedge bridge}, with routes from files. */
class AwsPolicyCommandTest {

    private static final String POLICY = "aws policy --region eu-central-1 --account 123456789012";
    private static final String ARN = "arn:aws:iot:eu-central-1:123456789012:";
    private static final String THING = "${iot:Connection.Thing.ThingName}";

    private static final String DEAD_LETTERS = """
            errorHandler:
                deadLetterChannel:
                  deadLetterUri: "aws:failed/it"
            """;
    private static final String LOG = "        - log: {message: \"${body}\"}\n";

    @TempDir
    private Path directory;

    private TestingConsole console;

    @BeforeEach
    void console() {
        console = new TestingConsole(directory).with("TEDGE_DEVICE_ID", "rpi");
    }

    @Test
    void policy_allowsWhatTheBuiltInRoutesDo_andNothingElse() {
        Result result = console.run(POLICY);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().map(String::strip).filter(line -> line.contains("arn:")))
                .extracting(line -> line.replaceAll("^\"Resource\": |[\",]", ""))
                .containsExactly(
                        ARN + "client/" + THING,
                        ARN + "topicfilter/thinedge/" + THING + "/cmd/#",
                        ARN + "topicfilter/thinedge/devices/" + THING + "/test-connection",
                        ARN + "topicfilter/$aws/things/" + THING + "/shadow/#",
                        ARN + "topic/thinedge/" + THING + "/cmd/*",
                        ARN + "topic/$aws/things/" + THING + "/shadow/*",
                        ARN + "topic/thinedge/devices/" + THING + "/test-connection",
                        ARN + "topic/thinedge/" + THING + "/reply",
                        ARN + "topic/thinedge/" + THING + "/reply/*",
                        ARN + "topic/thinedge/" + THING + "/td",
                        ARN + "topic/thinedge/" + THING + "/td/*",
                        ARN + "topic/$aws/things/" + THING + "/shadow/*get",
                        ARN + "topic/$aws/things/" + THING + "/shadow/*update",
                        ARN + "topic/$aws/things/" + THING + "/shadow/*delete");
        assertThat(result.out()).doesNotContain("iot:RetainPublish");
    }

    @Test
    void policy_isForAnyRegionAndAccount_whenNoneIsKnown() {
        Result result = console.run("aws policy --min");

        assertThat(result.out()).contains("\"arn:aws:iot:*:*:client/").doesNotContain(" ");
        assertThat(result.err()).isEqualToNormalizingNewlines("""
                        note: the policy is for any region except those of China and GovCloud; give --region to name one
                        note: the policy is for any account; give --account to name one
                        """);
    }

    @Test
    void policy_takesTheRegion_fromTheEndpoint() {
        console.with("TEDGE_AWS_URL", "a1b2-ats.iot.eu-west-1.amazonaws.com");

        assertThat(console.run("aws policy").out()).contains("arn:aws:iot:eu-west-1:*:client/");
    }

    @Test
    void policy_allowsToRetain_whereTheBridgeDoes() {
        console.with("TEDGE_AWS_BRIDGE_RETAIN", "true");

        assertThat(console.run("aws policy --min").out())
                .contains("\"Action\":[\"iot:Publish\",\"iot:RetainPublish\"]");
    }

    @Test
    void policy_shrinks_withTheRoutes() throws IOException {
        off("shadow.camel.yaml");
        off("custom.camel.yaml");

        assertThat(console.run(POLICY).out())
                .doesNotContain("shadow")
                .contains("/td/*/m/*", "/td/*/e/*", "/td/*/a/*", "/td/*/status/health")
                .doesNotContain("/td/*\"");
    }

    @Test
    void policy_keepsTheGatewaysOwnHealth_whenAllRoutesAreOff() throws IOException {
        for (String file : new String[] {"command", "connection-check", "custom", "shadow", "telemetry"}) {
            off(file + ".camel.yaml");
        }

        assertThat(console.run(POLICY).out())
                .contains("td/device:main:service:tedge-mapper-aws/status/health")
                .contains("td/device:main:service:tedge-mapper-bridge-aws/status/health")
                .doesNotContain("iot:Subscribe");
    }

    @Test
    void policy_followsOwnRoutes() throws IOException {
        route("""
                - route:
                    id: own
                    from:
                      uri: "local:factory/#"
                      steps:
                        - setHeader:
                            name: CamelPahoMqtt5OverrideTopic
                            expression:
                              simple:
                                expression: "factory/{{device.id}}/${header.kind}/now"
                        - to:
                            uri: aws
                        - to:
                            uri: direct:more
                - route:
                    id: more
                    from:
                      uri: direct:more
                      steps:
                        - to:
                            uri: "aws:factory/fixed?qos=0"
                """);

        assertThat(console.run(POLICY).out()).contains("topic/factory/" + THING + "/*/now\"");
        assertThat(console.run(POLICY).err()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failurePaths")
    void policy_allowsWhatIsDoneAboutFailures(String reason, String yaml) throws IOException {
        route(yaml);

        Result result = console.run(POLICY);

        assertThat(result.out()).as(reason).contains(ARN + "topic/failed/it\"");
        assertThat(result.err()).isEmpty();
        assertThat(console.run("bridge inspect aws").out()).containsPattern("factory/#  +->  failed/it");
    }

    static Stream<Arguments> failurePaths() {
        String route = """
                - route:
                    id: own
                    %s
                    from:
                      uri: "local:factory/#"
                      steps:
                """;
        String plain = route.replace("    %s\n", "");
        String to = "to: {uri: \"aws:failed/it\"}";
        return Stream.of(
                arguments("doCatch", plain + """
                                - doTry:
                                    steps:
                                      - to: {uri: "aws:factory/a"}
                                    doCatch:
                                      - exception: [java.lang.Exception]
                                        steps:
                                          - %s
                        """.formatted(to)),
                arguments("doFinally", plain + """
                                - doTry:
                                    steps:
                                      - to: {uri: "aws:factory/a"}
                                    doFinally:
                                      steps:
                                        - %s
                        """.formatted(to)),
                arguments(
                        "dead letters of the route",
                        route.formatted(DEAD_LETTERS.indent(4).strip()) + LOG),
                arguments("dead letters of the file", "- " + DEAD_LETTERS + plain + LOG),
                arguments("onException", """
                        - onException:
                            exception: [java.lang.Exception]
                            steps:
                              - %s
                        """.formatted(to) + plain + LOG),
                arguments("onException by another route", """
                        - onException:
                            exception: [java.lang.Exception]
                            steps:
                              - to: {uri: "direct:failures"}
                        """ + plain + LOG + """
                        - route:
                            id: failures
                            from:
                              uri: direct:failures
                              steps:
                                - %s
                        """.formatted(to)));
    }

    @Test
    void policy_namesStepsThatItCantLookThrough() throws IOException {
        route("""
                - route:
                    id: own
                    from:
                      uri: "local:factory/#"
                      steps:
                        - script:
                            expression:
                              simple:
                                expression: "${body}"
                        - to: {uri: "aws:factory/a"}
                """);

        assertThat(console.run(POLICY).err())
                .contains("warning: route 'own' has a step 'script', and what that does to the topic can't be told:");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"removeHeader: {name: camelPahoMqtt5OverrideTopic}", "removeHeaders: {pattern: \"CamelPaho*\"}"})
    void policy_takesTheTopicOfTheEndpoint_whenTheHeaderIsRemoved(String step) throws IOException {
        route("""
                - route:
                    id: own
                    from:
                      uri: "local:factory/#"
                      steps:
                        - setHeader:
                            name: CamelPahoMqtt5OverrideTopic
                            expression: {constant: {expression: "inner/topic"}}
                        - to: {uri: "local:x"}
                        - %s
                        - to: {uri: "aws:factory/fixed"}
                """.formatted(step));

        assertThat(console.run(POLICY).out()).contains("topic/factory/fixed\"").doesNotContain("inner");
    }

    @Test
    void policy_keepsTheTopic_thatIsExcludedFromTheRemoval() throws IOException {
        route("""
                - route:
                    id: own
                    from:
                      uri: "local:factory/#"
                      steps:
                        - setHeaders:
                            headers:
                              - name: CamelPahoMqtt5OverrideTopic
                                expression: {constant: {expression: "inner/topic"}}
                              - name: CamelPahoMqtt5Retained
                                expression: {constant: {expression: "true"}}
                        - removeHeaders: {pattern: "*", excludePattern: "CamelPahoMqtt5Over*"}
                        - to: {uri: "aws:factory/fixed"}
                """);

        assertThat(console.run(POLICY).out())
                .contains("topic/inner/topic\"")
                .doesNotContain("factory/fixed", "RetainPublish");
    }

    @Test
    void policy_namesRoutesThatDecideWithEachMessage_andTakesTheTopicsByHand() throws IOException {
        route("""
                - route:
                    id: free
                    from:
                      uri: "local:factory/#"
                      steps:
                        - setHeader:
                            name: CamelPahoMqtt5OverrideTopic
                            expression:
                              simple:
                                expression: "${body}"
                        - to:
                            uri: aws
                """);

        Result result = console.run(POLICY + " --publish factory/+/out");

        assertThat(result.err())
                .contains("warning: route 'free' decides with each message which topic on 'aws' it publishes to:")
                .contains("--publish");
        assertThat(result.out()).contains("topic/factory/*/out\"");
    }

    @Test
    void policy_thatIsTooLong_isNotPrinted() throws IOException {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            routes.append("""
                    - route:
                        id: many-%d
                        from:
                          uri: "local:many/%d"
                          steps:
                            - to:
                                uri: "aws:many/different/topics/number/%d"
                    """.formatted(i, i, i));
        }
        route(routes.toString());

        Result result = console.run(POLICY);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("AWS takes at most 2048", "share the first levels");
    }

    @Test
    void fileThatCantRun_isLeftOut_andNamed() throws IOException {
        String without = console.run(POLICY).out();
        route("- route: nonsense\n");

        Result result = console.run(POLICY);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo(without);
        assertThat(result.err()).contains("warning: Left out, since it can't run: own.camel.yaml:1:");
        assertThat(console.run("bridge inspect aws").err()).contains("Left out, since it can't run: own.camel.yaml:1:");
    }

    @Test
    void policy_isMadeForAFile_thatIsNotInForceYet() throws IOException {
        Path file = routes().resolveSibling("new.camel.yaml");
        Files.writeString(file, "- route: {id: new, from: {uri: 'local:new', steps: [{to: 'aws:factory/new'}]}}\n");
        Path old = Files.writeString(
                file.resolveSibling("old.json"), console.run(POLICY).out());

        assertThat(console.run(POLICY + " --file", file.toString()).out()).contains("topic/factory/new\"");
        assertThat(console.run("aws policy --check", old.toString()).exitCode()).isZero();
        Result checked = console.run("aws policy --file " + file + " --check", old.toString());
        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.out()).startsWith("new  iot:Publish");
        Files.writeString(file, "- route: nonsense\n");
        assertThat(console.run(POLICY + " --file", file.toString()).err()).contains("new.camel.yaml:1:");
    }

    @Test
    void wrongOptions_areMisuse() {
        assertThat(console.run("aws policy --region Frankfurt").exitCode()).isEqualTo(2);
        assertThat(console.run("aws policy --account 12").err()).contains("give its 12 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "#", "+/x", "a/*", "a/?"})
    void publish_refusesWhatIsNoTopicOfARoute(String filter) {
        Result result = console.run(POLICY + " --publish", filter);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--publish: ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void publish_servesAllDevices_whereItNamesThisOne() {
        assertThat(console.run(POLICY + " --publish $aws/things/rpi/jobs/rpi2/get")
                        .out())
                .contains("topic/$aws/things/" + THING + "/jobs/rpi2/get\"");
    }

    @Test
    void check_ofADirectory_orAList_saysWhatToGive() throws IOException {
        Path list = Files.writeString(directory.resolve("list.json"), "[]");

        assertThat(console.run("aws policy --check", directory.toString()).err())
                .contains("It is a directory: name a file");
        assertThat(console.run("aws policy --check", list.toString()).err())
                .contains("must be a JSON object: give a policy such as `tedge aws policy` prints");
    }

    @Test
    void check_passesWhatIsPrinted() throws IOException {
        Path file = Files.writeString(
                directory.resolve("p.json"), console.run(POLICY).out());

        Result result = console.run(POLICY + " --check", file.toString());

        assertThat(result).isEqualTo(new Result(0, "The policy allows all that the active routes do.\n", ""));
    }

    @Test
    void check_namesWhatWouldBreak() throws IOException {
        String policy =
                console.run(POLICY).out().replace("iot:Receive", "iot:Connect").replace("shadow/#", "shadow/+");
        Path file = Files.writeString(directory.resolve("p.json"), policy);

        Result result = console.run(POLICY + " --check", file.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "command iot:Receive topic/thinedge/rpi/cmd/* not allowed by any statement",
                        "shadow-answers iot:Subscribe topicfilter/$aws/things/rpi/shadow/# not allowed by any statement");
    }

    @Test
    void check_ofWhatIsNoPolicy_saysWhere() throws IOException {
        Path file = Files.writeString(directory.resolve("p.json"), "{\n  \"Version\": }\n");

        Result result = console.run("aws policy --check", file.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("failed to check the policy '" + file + "'.", "line 2, column 14");
        assertThat(console.run("aws policy --check /no/such/file").err()).contains("There is no such file");
    }

    @Test
    void inspect_listsWhatIsExchanged() throws IOException {
        off("telemetry.camel.yaml");

        assertThat(console.run("bridge inspect aws"))
                .isEqualTo(new Result(0, """
                        Bridge configuration for Aws
                        Reading from: %s/routes
                        Skipping: telemetry.camel.yaml.disabled (disabled)

                        Local -> Remote
                          aws/reply/#          ->  thinedge/rpi/reply/#
                          aws/test-connection  ->  thinedge/devices/rpi/test-connection
                          aws/td/#             ->  thinedge/rpi/td/#

                        Remote -> Local
                          thinedge/rpi/cmd/#                    ->  aws/cmd/#
                          thinedge/devices/rpi/test-connection  ->  aws/connection-success

                        Bidirectional
                          aws/shadow/#  <->  $aws/things/rpi/shadow/#
                        """.formatted(directory.toRealPath()), ""));
    }

    @Test
    void inspect_tellsAFileThatCannotBeRead_fromOneThatIsSwitchedOff() throws IOException {
        Path file = Files.createDirectories(directory.resolve("routes")).resolve("mine.camel.yaml");
        Files.writeString(file, "#".repeat(1_000_001));

        Result result = console.run("bridge inspect aws");

        assertThat(result.out()).doesNotContain("Skipping");
        assertThat(result.err()).contains("Left out, since it can't run: mine.camel.yaml: the file is too large");
    }

    @Test
    void inspect_ofAProfile_namesIt() {
        String expected = "Bridge configuration for Aws\nProfile: test\n";

        assertThat(console.run("bridge inspect aws --profile test").out()).startsWith(expected);
        assertThat(console.run("bridge inspect aws.test").out()).startsWith(expected);
        console.with("TEDGE_CLOUD_PROFILE", "test");
        assertThat(console.run("bridge inspect aws").out()).startsWith(expected);
    }

    @Test
    void test_saysWhereATopicGoes() {
        assertThat(console.run("bridge test aws aws/td/x").out()).isEqualTo("""
                [local] aws/td/x  ->  [remote] thinedge/rpi/td/x (outbound)
                  matched by rule: aws/td/# -> thinedge/rpi/td/#
                """);
        assertThat(console.run("bridge test aws te/device/child///m/temp").out())
                .isEqualTo("""
                [local] te/device/child///m/temp  ->  [remote] thinedge/rpi/td/device:child/m/temp (outbound)
                  matched by rule: te/+/+/+/+/m/+ -> thinedge/rpi/td/+/m/+
                """);
        assertThat(console.run("bridge test aws thinedge/rpi/cmd/restart").out())
                .isEqualTo("""
                [remote] thinedge/rpi/cmd/restart  ->  [local] aws/cmd/restart (inbound)
                  matched by rule: thinedge/rpi/cmd/# -> aws/cmd/#
                """);
    }

    @Test
    void test_ofWhatGoesNowhere_exitsWith2() {
        assertThat(console.run("bridge test aws c8y/s/us"))
                .isEqualTo(new Result(2, "No matching bridge rule found for \"c8y/s/us\"\n", ""));
        // The echo of our own request.
        assertThat(console.run("bridge test aws $aws/things/rpi/shadow/get").exitCode())
                .isEqualTo(2);
    }

    @Test
    void test_ofWildcards_isAnError() {
        Result result = console.run("bridge test aws aws/td/#");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("Wildcard characters (#, +) are not supported. Provide a concrete topic to test against.");
        assertThat(console.run("bridge test c8y x").exitCode()).isEqualTo(2);
    }

    private void off(String file) throws IOException {
        Files.createFile(routes().resolve(file + ".disabled"));
    }

    private void route(String yaml) throws IOException {
        Files.writeString(routes().resolve("own.camel.yaml"), yaml);
    }

    private Path routes() throws IOException {
        return Files.createDirectories(directory.resolve("routes"));
    }
}
