package dev.tedge.simulator;

import static dev.tedge.simulator.TestingPackets.PINGREQ;
import static dev.tedge.simulator.TestingPackets.connect;
import static dev.tedge.simulator.TestingPackets.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.policy.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's rules, packet by packet: the table {@code aws-rules.txt}, and what does not fit into one packet. */
class AwsRulesIT {

    private static final Path TABLE = Path.of("src/test/resources/dev/tedge/simulator/aws-rules.txt");
    private static final Pattern COLUMNS = Pattern.compile(" +\\| +");

    /** Everything but what has "denied" at its beginning, and no retained message to "live". */
    private static final PolicyDocument POLICY = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:*", "Resource": "*"},
              {"Effect": "Deny", "Action": "iot:*", "Resource": [
                "arn:aws:iot:r:1:client/denied*", "arn:aws:iot:r:1:topic/denied*", "arn:aws:iot:r:1:topicfilter/denied*"]},
              {"Effect": "Deny", "Action": "iot:RetainPublish", "Resource": "arn:aws:iot:r:1:topic/live"}]}
            """);

    private static TestingCloud cloud;

    private record Row(AwsFact fact, String name, int version, String packet, String answers) {

        static Row parse(String line) {
            List<String> cells = List.of(COLUMNS.split(line, -1));
            return new Row(
                    AwsFact.valueOf(cells.get(0)),
                    cells.get(1),
                    Integer.parseInt(cells.get(2)),
                    cells.get(3),
                    cells.get(4));
        }

        @Override
        public String toString() {
            return fact + ": " + name + " (" + version + ")";
        }
    }

    @BeforeAll
    static void startCloud() throws IOException {
        cloud = TestingCloud.with(builder -> builder.policy(POLICY));
    }

    @AfterAll
    static void endCloud() {
        cloud.close();
    }

    @BeforeEach
    void forgetRefusals() {
        cloud.events.clear();
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Row::parse);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void device_isAnswered_asAwsDoes(Row row) throws Exception {
        String packet = TestingPackets.parse(row.version(), row.packet());
        boolean connecting = packet.startsWith("10") && !row.packet().equals("again");

        try (TestingWire wire = new TestingWire(cloud, connecting ? packet : connect(row.version(), "robot-7"))) {
            String answers = connecting
                    ? TestingAnswers.words(wire.connAck, row.version())
                    : answers(wire, row.version(), packet);

            assertThat(answers + refusal()).as(row.toString()).isEqualTo(row.answers());
        }
    }

    private static String answers(TestingWire wire, int version, String packets) throws IOException {
        wire.send(packets + PINGREQ);
        return TestingAnswers.until(wire, version);
    }

    private static String refusal() {
        return cloud.events.stream()
                .filter(SimulatorEvent.Refused.class::isInstance)
                .map(SimulatorEvent.Refused.class::cast)
                .map(refused -> " by " + refused.rule())
                .findFirst()
                .orElse("");
    }

    @Test
    void device_isSent100Messages_withoutAcknowledgingAny() throws Exception {
        try (TestingWire wire = new TestingWire(cloud, connect(5, "robot-7"))) {
            assertThat(answers(wire, 5, subscribe(5, 1, "many"))).isEqualTo("SUBACK 01");
            for (int i = 0; i < 101; i++) {
                cloud.simulator().publish("many", "x");
            }

            for (int i = 0; i < 100; i++) {
                assertThat(wire.next().map(packet -> TestingAnswers.words(packet, 5)))
                        .contains("PUBLISH");
            }
            assertThat(answers(wire, 5, "")).isEmpty();
        }
    }

    @Test
    void secondConnection_takesOver_andTheFirstIsTold() throws Exception {
        try (TestingWire first = new TestingWire(cloud, connect(5, "robot-7"));
                TestingWire second = new TestingWire(cloud, connect(5, "robot-7"))) {
            assertThat(TestingAnswers.until(first, 5)).isEqualTo("DISCONNECT 8E");
            assertThat(answers(second, 5, "")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"the version that left, 4, PUBLISH", "the other version, 5, ''"})
    void session_isThere_forTheSameVersionOnly(String reason, int version, String answers) throws Exception {
        String clientId = "back-with-" + version;
        try (TestingWire wire = new TestingWire(cloud, connect(4, clientId, 0, ""))) {
            wire.send(subscribe(4, 1, clientId) + "E000");
            assertThat(TestingAnswers.until(wire, 4)).isEqualTo("SUBACK 01, closed");
        }
        cloud.simulator().publish(clientId, "kept");

        try (TestingWire wire = new TestingWire(cloud, connect(version, clientId, 0, ""))) {
            assertThat(answers(wire, version, "")).as(reason).isEqualTo(answers);
        }
    }

    @ParameterizedTest
    @EnumSource(AwsFact.class)
    void fact_isShown_orSaysWhyNot(AwsFact fact) throws Exception {
        Set<AwsFact> inRows =
                rows().map(Row::fact).collect(Collectors.toCollection(() -> EnumSet.noneOf(AwsFact.class)));

        if (fact.testClass.isPresent()) {
            assertThat(Arrays.stream(Class.forName("dev.tedge.simulator." + fact.testClass.get())
                                    .getDeclaredMethods())
                            .map(method -> method.getName()))
                    .as(fact.toString())
                    .contains(fact.testMethod.orElseThrow());
        } else {
            assertThat(inRows.contains(fact)).as(fact.toString()).isNotEqualTo(fact.whyNot.isPresent());
        }
    }
}
