package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tedge aws policy} and {@code tedge bridge}, with routes from files. */
class AwsPolicyCommandTest {

    private static final String POLICY = "aws policy --region eu-central-1 --account 123456789012";
    private static final String ARN = "arn:aws:iot:eu-central-1:123456789012:";
    private static final String THING = "${iot:Connection.Thing.ThingName}";

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
                        note: the policy is for any region; give --region to name one
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
    void routeThatCantBeRead_isAnError() throws IOException {
        route("- route: nonsense\n");

        Result result = console.run(POLICY);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("Error: failed to make the policy.").contains("The routes can't be read");
    }

    @Test
    void wrongOptions_areMisuse() {
        assertThat(console.run("aws policy --region Frankfurt").exitCode()).isEqualTo(2);
        assertThat(console.run("aws policy --account 12").err()).contains("give its 12 digits");
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
