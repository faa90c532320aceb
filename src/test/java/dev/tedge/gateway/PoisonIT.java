package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.gateway.TestingKept.Letter;
import dev.tedge.gateway.TestingLoad.Plan;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.simulator.SimulatorCounters;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.refusal.Refusal;
import dev.tedge.simulator.refusal.ScriptedAnswer;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that AWS refuses for good, a hundred of each sort: they are parked, and all others arrive. */
@RequiresMosquitto
class PoisonIT {

    private static final int TIMES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String TD = "thinedge/robot-7/td/";
    private static final String FORBIDDEN = "thinedge/robot-8/td/a";
    private static final PolicyDocument EVERYTHING = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": "*"}}
            """);

    /** Each local topic, and the header that a route sets; the payload is the topic on AWS, which no check can see. */
    private static final List<String> ROUTES = List.of(
            route("qos", "CamelPahoMqtt5Qos", "2"),
            route("wildcard", "unused", "x"),
            route("null", "unused", "x"),
            route("reserved", "unused", "x"),
            route("forbidden", "unused", "x"),
            route("retained", "CamelPahoMqtt5Retained", "true"));

    private TestingWorld world;
    private TestingKept kept;

    @SuppressWarnings("NullAway.Init") // By the test, which connects in its own way.
    private TestingCloud.Simulator cloud;

    @SuppressWarnings("NullAway.Init")
    private MqttProbe local;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        Path routes = Files.createDirectories(world.config().resolve("routes"));
        Files.writeString(routes.resolve("poison.camel.yaml"), String.join("", ROUTES));
        kept = new TestingKept(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void whatBreaksARule_isParked_andIsNeverSent() throws Exception {
        connect(options -> options);
        Map<String, String> payloads = Map.of(
                "aws/td/1/2/3/4/5/6",
                "deep",
                "aws/td/" + "n".repeat(257 - TD.length()),
                "long",
                "aws/td/large",
                "x".repeat(128 * 1024 + 1),
                "aws/shadow/update",
                "x".repeat(8 * 1024 + 1),
                "poison/qos",
                TD + "qos",
                "poison/wildcard",
                TD + "+/a",
                "poison/null",
                TD + "a\0b",
                "poison/reserved",
                "$aws/things/robot-7/anything");
        Map<String, String> reasons = Map.of(
                TD + "1/2/3/4/5/6",
                "has 8 slashes",
                TD + "n".repeat(257 - TD.length()),
                "has 257 bytes",
                TD + "large",
                "Payload of 131073 bytes",
                "$aws/things/robot-7/shadow/update",
                "Shadow document of 8193 bytes",
                TD + "qos",
                "QoS 2 is not supported",
                TD + "+/a",
                "must not contain '+'",
                TD + "a\0b",
                "null character",
                "$aws/things/robot-7/anything",
                "reserved");

        TestingLoad load = begin(payloads);
        load.awaitAll("Between messages that break a rule");
        awaitDeadLetters(TIMES * payloads.size());

        assertParked("rule", reasons);
        payloads.keySet().forEach(this::awaitReports);
        assertThat(counters().connections()).isEqualTo(1);
        assertThat(counters().disconnects()).isEmpty();
        assertThat(kept.status().at("/counters/parked.rule").asInt()).isEqualTo(TIMES * payloads.size());
    }

    @Test
    void packetThatTheBrokerDoesNotTake_isParked_andIsNeverSent() throws Exception {
        // AWS says at the connect how large a packet may be: this one takes less than a payload of 128 KiB.
        TestingCloud.Mosquitto smaller = world.cloudMosquitto("max_packet_size 131072");
        world.networkTo(smaller);
        world.connectedGatewayWithLock();
        local = world.probe();

        TestingLoad load = begin(Map.of("aws/td/packet", "x".repeat(131_072 - TD.length())), smaller);
        load.awaitAll("Between packets that are too large");
        awaitDeadLetters(TIMES);

        assertParked("rule", Map.of(TD + "packet", "larger than the 131072 bytes that the broker takes"));
        awaitReports("aws/td/packet");
        assertThat(smaller.broker().log()).containsOnlyOnce("as robot-7");
    }

    @Test
    void whatThePolicyForbids_isParked_andIsDelivered_whenItIsReplayedUnderAnother() throws Exception {
        connect(options -> options.unauthorized(Refusal.ANSWER));

        TestingLoad load = begin(Map.of("poison/forbidden", FORBIDDEN, "poison/retained", TD + "retained"));
        load.awaitAll("Between forbidden messages");
        awaitDeadLetters(2 * TIMES);

        assertParked("not-authorized", Map.of(FORBIDDEN, "not authorized", TD + "retained", "not authorized"));
        awaitReports("poison/forbidden");
        awaitReports("poison/retained");
        assertThat(counters().connections()).isEqualTo(1);
        assertThat(counters().disconnects()).isEmpty();
        assertReplayDelivers();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_AND_DISCONNECT", "DISCONNECT"})
    void whatAwsDisconnectsFor_isParked_andCostsFewConnections(Refusal refusal) throws Exception {
        connect(options -> options.unauthorized(refusal));

        TestingLoad load = begin(Map.of("poison/forbidden", FORBIDDEN));
        load.awaitAll("Between messages that end the connection by " + refusal);
        awaitDeadLetters(TIMES);

        // Of what was on disk meanwhile, the local topic is not known any more.
        awaitReports(FORBIDDEN);
        assertThat(kept.deadLetters())
                .allSatisfy(letter -> assertThat(letter.cause()).isIn("not-authorized", "disconnect"))
                .allSatisfy(letter -> assertThat(letter.reason()).contains("not authorized (0x87)"));
        long disconnects = counters().disconnects().getOrDefault(0x87, 0L);
        System.out.printf("%d messages to a topic that AWS disconnects for: %d disconnects%n", TIMES, disconnects);
        // One to find it, or two when nobody says which message it was; one more for each minute that has begun.
        assertThat(disconnects).isBetween(1L, 4L);
        assertReplayDelivers();
    }

    @Test
    void whatAwsRefuses_isParked() throws Exception {
        connect(options -> options);
        cloud.simulator().answer(TD + "refused", ScriptedAnswer.puback(0x90));

        TestingLoad load = begin(Map.of("aws/td/refused", "r"));
        load.awaitAll("Between refused messages");
        awaitDeadLetters(TIMES);

        assertParked("refused", Map.of(TD + "refused", "topic name invalid (0x90)"));
        awaitReports("aws/td/refused");
        assertThat(counters().connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x91})
    void whatAwsRefusesForTheMoment_isDelivered(int reasonCode) throws Exception {
        connect(options -> options);
        cloud.simulator().answer(TD + "busy", ScriptedAnswer.puback(reasonCode).times(2));

        local.publish("aws/td/busy", "later");

        await("the third attempt").atMost(PATIENCE).until(() -> cloud.seen().contains(new Seen(TD + "busy", "later")));
        assertThat(kept.deadLetters()).isEmpty();
        assertThat(counters().connections()).isEqualTo(1);
    }

    @Test
    void whatAwsRefusesAgainAndAgain_isParked_andTheOthersArrive() throws Exception {
        connect(options -> options);
        cloud.simulator().answer(TD + "busy", ScriptedAnswer.puback(0x80));

        local.publish("aws/td/busy", "never");
        local.publish("aws/td/other", "arrives");

        await("the message behind it")
                .atMost(PATIENCE)
                .until(() -> cloud.seen().contains(new Seen(TD + "other", "arrives")));
        awaitDeadLetters(1);
        assertThat(kept.deadLetters()).containsExactly(new Letter(TD + "busy", "retries", "unspecified error (0x80)"));
        assertThat(counters().connections()).isEqualTo(1);
    }

    private void connect(UnaryOperator<AwsIotSimulatorBuilder> options) throws Exception {
        cloud = world.cloudSimulator(options);
        world.networkTo(cloud);
        world.connectedGatewayWithLock();
        local = world.probe();
    }

    private TestingLoad begin(Map<String, String> payloads) throws Exception {
        return begin(payloads, cloud);
    }

    /** Publishes each a hundred times, while a thousand good messages are on their way. */
    private TestingLoad begin(Map<String, String> payloads, TestingCloud to) throws Exception {
        TestingLoad load = TestingLoad.begin(Plan.STANDARD.count(1_000).patience(PATIENCE), world.publisher(), to);
        List<Map.Entry<String, String>> bad = List.copyOf(payloads.entrySet());
        world.publisher()
                .publishMany(
                        TIMES * bad.size(),
                        number -> bad.get(number % bad.size()).getKey(),
                        number -> bad.get(number % bad.size()).getValue(),
                        20);
        load.awaitPublished();
        return load;
    }

    private void awaitDeadLetters(int count) {
        await(count + " dead letters")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(kept.deadLetters()).hasSize(count));
    }

    private void assertParked(String cause, Map<String, String> reasons) {
        Map<String, List<Letter>> byTopic = kept.deadLetters().stream().collect(Collectors.groupingBy(Letter::topic));
        assertThat(byTopic.keySet()).containsExactlyInAnyOrderElementsOf(reasons.keySet());
        byTopic.forEach((topic, letters) -> assertThat(letters)
                .hasSize(TIMES)
                .allSatisfy(letter -> assertThat(letter.cause()).isEqualTo(cause))
                .allSatisfy(letter -> assertThat(letter.reason()).contains(String.valueOf(reasons.get(topic)))));
    }

    /** Local topics are short enough to be quoted by their beginning. */
    private void awaitReports(String localTopic) {
        String begin = localTopic.substring(0, Math.min(localTopic.length(), 60));
        await("a report of each message to " + begin)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(local.messages().stream()
                                .filter(message -> message.topic().equals("te/errors"))
                                .filter(message -> message.text().contains(begin)))
                        .hasSize(TIMES));
    }

    private void assertReplayDelivers() {
        int letters = kept.deadLetters().size();
        cloud.simulator().attach(EVERYTHING);
        assertThat(kept.run("dlq", "replay", "--all")).isEqualTo(letters + " replayed\n");
        await("the replayed messages")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cloud.seen().stream()
                                .map(Seen::topic)
                                .filter(topic -> topic.equals(FORBIDDEN) || topic.equals(TD + "retained")))
                        .hasSize(letters));
        assertThat(kept.deadLetters()).isEmpty();
    }

    private SimulatorCounters counters() {
        return cloud.simulator().counters();
    }

    private static String route(String name, String header, String value) {
        return """
                - route:
                    id: poison-%1$s
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:poison/%1$s"
                      steps:
                        - setHeader:
                            name: CamelPahoMqtt5OverrideTopic
                            expression:
                              simple:
                                expression: "${body}"
                        - setHeader:
                            name: %2$s
                            expression:
                              constant:
                                expression: "%3$s"
                        - to: "aws"
                """.formatted(name, header, value);
    }
}
