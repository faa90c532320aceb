package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.DeadLetter.Cause;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.GatewayLock;
import dev.tedge.gateway.control.ControlHandler;
import dev.tedge.gateway.control.ControlServer;
import dev.tedge.gateway.control.TestingInventory;
import dev.tedge.gateway.control.TestingStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code status}, {@code dlq} and {@code outbox} with a gateway that keeps what the test wants. */
class KeptCommandsIT {

    private static final String ALARM = "thinedge/my-device/td/main/a/frost";
    private static final String HEAT = "thinedge/my-device/td/main/m/heat";

    private final TestingInventory inventory = new TestingInventory()
            .waiting(1, HEAT, "{\"t\":1}")
            .waiting(2, HEAT, new byte[] {0, (byte) 0xff})
            .waiting(3, ALARM, "cold\n")
            .parked(1, Cause.RULE, "a/\u001b[2J", "eins\u0007")
            .parked(2, Cause.NOT_AUTHORIZED, HEAT, "zwei")
            .parked(3, Cause.NOT_AUTHORIZED, ALARM, "drei");

    private final Path directory;
    private final TestingConsole console;
    private GatewayLock lock;
    private ControlServer server;

    KeptCommandsIT(@TempDir Path directory) {
        this.directory = directory;
        this.console = new TestingConsole(directory).at(TestingStatus.NOW.toString());
    }

    @BeforeEach
    void startGateway() {
        lock = GatewayLock.take(TedgeConfig.load(directory, Map.of(), file -> Optional.empty()));
        server = ControlServer.start(
                directory.resolve(".tedge-mapper-aws"),
                new ControlHandler(inventory, () -> TestingStatus.of(inventory), () -> TestingStatus.NOW));
    }

    @AfterEach
    void stopGateway() {
        server.close();
        lock.close();
    }

    @Test
    void status_isPrinted() {
        Result result = console.run("status");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("""
                        local         up    since 2026-11-23 05:01:02Z   127.0.0.1:1883
                        aws           down  since 2026-11-23 05:03:00Z   (aws.url is not set):8883
                        """).contains("\ndead letters  3\n");
        assertThat(console.run("status --json").out())
                .startsWith("{\"links\":{\"local\":{\"state\":\"up\",")
                .endsWith("\"running\":true,\"pid\":4711}\n");
    }

    @Test
    void statusOfAStoppedGateway_fails_andStillPrints() {
        stopGateway();

        Result text = console.run("status");
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.err()).isEqualTo("The gateway does not run: start it with `tedge run aws`\n");
        assertThat(text.out()).startsWith("outbox        empty\ndead letters  0\n");

        Result json = console.run("status --json");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out()).endsWith("\"running\":false,\"pid\":null}\n");
    }

    @Test
    void linkThatIsDownForLong_failsTheStatus_whenABoundIsGiven() {
        // AWS is down for 6 min 59 s.
        Result soon = console.run("status --max-down 7m");
        assertThat(soon.exitCode()).isZero();
        assertThat(soon.err()).isEmpty();

        Result late = console.run("status --max-down 6m");
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.out()).isEqualTo(soon.out());
        assertThat(late.err()).isEqualTo("AWS has been out of reach since 2026-11-23 05:03:00Z: no route. Check it\n");

        Result wrong = console.run("status --max-down often");
        assertThat(wrong.exitCode()).isEqualTo(2);
    }

    @Test
    void gatewayWithoutASocket_isAFailure() {
        server.close();

        Result result = console.run("status --json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("Error: failed to get the status of the gateway\n\nCaused by:\n    The gateway runs, but");
    }

    @Test
    void outbox_isListed() {
        Result result = console.run("outbox list");

        assertThat(result).isEqualTo(new Result(0, """
                ID       ACCEPTED              PRIORITY            SIZE  TOPIC
                3        2026-11-23 05:03:00Z  high                 5 B  thinedge/my-device/td/main/a/frost
                1        2026-11-23 05:01:00Z  low                  7 B  thinedge/my-device/td/main/m/heat
                2        2026-11-23 05:02:00Z  low                  2 B  thinedge/my-device/td/main/m/heat
                """, ""));
    }

    @Test
    void deadLetters_areListed_harmlessly() {
        Result result = console.run("dlq list --limit 1");

        assertThat(result).isEqualTo(new Result(0, """
                ID       PARKED                CAUSE               SIZE  TOPIC: REASON
                1        2026-11-23 05:01:00Z  rule                 5 B  a/\\u001b[2J: because of rule
                """, "2 more: raise --limit to see them\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            dlq list --json                                    | 1 2 3
            dlq list --json --cause not-authorized             | 2 3
            dlq list --json --topic thinedge/+/td/#            | 2 3
            dlq list --json --topic thinedge/+/td/# --cause RULE |
            dlq list --json --older-than 7m30s                 | 1 2
            dlq list --json --before 8m30s                     | 1
            dlq list --json --older-than 9999y                 |
            outbox list --json                                 | 3 1 2
            outbox list --json --priority low                  | 1 2
            outbox list --json --priority low --older-than 8m30s | 1
            outbox list --json --topic +/+/+/+/a/#             | 3
            """)
    void filters_choose(String line, String ids) {
        Result result = console.run(line);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().map(entry -> entry.replaceFirst("^\\{\"id\":(\\d+),.*", "$1")))
                .containsExactly(ids == null ? new String[0] : ids.split(" "));
        assertThat(result.err()).isEqualTo(ids != null ? "" : "No dead letters\n");
    }

    @Test
    void filteredList_thatIsCut_saysSo() {
        assertThat(console.run("outbox list --topic # --limit 2").err())
                .isEqualTo("There are more: raise --limit to see them\n");
    }

    @Test
    void entry_hasAllButThePayload_asJson() {
        assertThat(console.run("dlq list --json --cause rule").out())
                .isEqualTo("{\"id\":1,\"parked\":\"2026-11-23T05:01:00Z\",\"cause\":\"rule\","
                        + "\"reason\":\"because of rule\",\"priority\":\"low\",\"topic\":\"a/\\u001B[2J\","
                        + "\"size\":5,\"qos\":1,\"retain\":false}\n");
    }

    @Test
    void deadLetter_isShown() {
        assertThat(console.run("dlq show 2").out()).isEqualTo("""
                id        2
                parked    2026-11-23 05:02:00Z
                cause     not-authorized
                reason    because of not-authorized
                priority  low
                topic     thinedge/my-device/td/main/m/heat
                qos       1
                retain    no
                size      4 bytes

                zwei
                """);
        assertThat(console.run("dlq show 1").out())
                .as("a payload that would ring the bell")
                .endsWith("size      5 bytes, in Base64\n\nZWlucwc=\n");
        assertThat(console.run("dlq show 1 --json").out()).endsWith("\"payload\":\"eins\\u0007\"}\n");
    }

    @Test
    void binaryMessage_isShown_inBase64OrAsItIs() {
        assertThat(console.run("outbox show 2").out())
                .startsWith("id        2\naccepted  2026-11-23 05:02:00Z\npriority  low\n")
                .endsWith("size      2 bytes, in Base64\n\nAP8=\n");
        assertThat(console.run("outbox show 2 --json").out()).endsWith("\"payloadBase64\":\"AP8=\"}\n");
        assertThat(console.run("outbox show 3 --payload").out()).isEqualTo("cold\n");
        assertThat(console.run("outbox show 2 --payload").out())
                .isEqualTo(new String(new byte[] {0, (byte) 0xff}, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"dlq show 9", "outbox show 9", "dlq drop 1 9", "dlq replay 9", "outbox drop 9 1"})
    void unknownId_isAFailure_andChangesNothing(String line) {
        Result result = console.run(line);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).endsWith("Nothing is kept here under the id 9\n");
        assertThat(inventory.deadLetters().messages()).isEqualTo(3);
        assertThat(inventory.outbox(Selection.ALL, 9)).hasSize(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            dlq drop 1 3                        | 2 dropped   | 1 | 3
            dlq drop --cause not-authorized     | 2 dropped   | 1 | 3
            dlq drop 1 --cause not-authorized   | 0 dropped   | 3 | 3
            dlq drop --all                      | 3 dropped   | 0 | 3
            dlq replay 2                        | 1 replayed  | 2 | 4
            dlq replay --all                    | 3 replayed  | 0 | 6
            outbox drop 1                       | 1 dropped   | 3 | 2
            outbox drop --priority low          | 2 dropped   | 3 | 1
            outbox drop --all                   | 3 dropped   | 3 | 0
            """)
    void selection_isChanged(String line, String out, int letters, int waiting) {
        assertThat(console.run(line)).isEqualTo(new Result(0, out + "\n", ""));
        assertThat(inventory.deadLetters().messages()).isEqualTo(letters);
        assertThat(inventory.outbox(Selection.ALL, 9)).hasSize(waiting);
    }

    @Test
    void whatCanNotBeChanged_isTold() {
        inventory.sending(1).sending(2).refusing(1);

        assertThat(console.run("outbox drop --all"))
                .isEqualTo(new Result(0, "1 dropped, 2 kept: being sent to AWS at this moment\n", ""));
        assertThat(console.run("dlq replay 1"))
                .as("nothing could be done")
                .isEqualTo(new Result(1, "0 replayed, 1 kept: it has 8 slashes\n", ""));
    }

    @Test
    void stats_arePrinted() {
        assertThat(console.run("outbox stats").out()).isEqualTo("""
                PRIORITY    MESSAGES       SIZE  OLDEST
                high               1       87 B  7 min
                medium             0        0 B  -
                low                2      171 B  9 min
                """);
        assertThat(console.run("outbox stats --json").out())
                .startsWith("{\"high\":{\"messages\":1,\"bytes\":87,\"oldestAgeSeconds\":420},");
    }

    @Test
    void commandsWorkOnAStoppedGateway() throws Exception {
        stopGateway();

        assertThat(console.run("dlq list")).isEqualTo(new Result(0, "", "No dead letters\n"));
        assertThat(console.run("outbox list")).isEqualTo(new Result(0, "", "No messages in the outbox\n"));
        assertThat(Files.readString(directory.resolve(".tedge-mapper-aws/lock")))
                .isEmpty();
    }
}
