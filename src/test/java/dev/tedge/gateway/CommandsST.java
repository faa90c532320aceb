package dev.tedge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TcpProxy.Direction;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command arrives, and every answer with the correlation data of its command, whatever is killed, cut and restarted. */
@RequiresMosquitto
class CommandsST {

    private static final int COUNT = 5_000;

    /** How many commands are under way at most. */
    private static final int WINDOW = 400;

    /** How many are answered from one trouble to the next. */
    private static final int STEP = 420;

    private static final int SENT_AGAIN = 50;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TestingWorld world;
    private MosquittoProcess local;
    private TestingCloud.Simulator cloud;
    private TcpProxy network;
    private TedgeProcess gateway;
    private TestingAnswerer device;

    private final BitSet answered = new BitSet(COUNT);
    private int looked;
    private int sent;

    private interface Trouble {
        void happen() throws Exception;
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        local = world.localMosquitto();
        cloud = world.cloudSimulator();
        network = world.networkTo(cloud);
        device = world.begin(new TestingAnswerer(local.port()));
        startGateway();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void commands_areAllAnswered_eachWithItsCorrelationData() throws Exception {
        int next = STEP;
        for (Trouble trouble : troubles()) {
            goOnUntil(next);
            trouble.happen();
            next += STEP;
        }
        goOnUntil(COUNT);

        BitSet taken = new BitSet(COUNT);
        for (Mqtt5Publish command : device.commands()) {
            int number = Integer.parseInt(new String(command.getPayloadAsBytes(), UTF_8));
            taken.set(number);
            assertThat(command.getCorrelationData()).contains(ByteBuffer.wrap(("c" + number).getBytes(UTF_8)));
        }
        assertThat(taken.cardinality()).isEqualTo(COUNT);
        assertThat(device.commands()).hasSizeLessThan(COUNT + COUNT / 10);
    }

    /** Were it acknowledged before the local broker has it, it would be gone now. */
    @Test
    void command_staysWithAws_untilTheLocalBrokerHasIt() throws Exception {
        Path routes = Files.createDirectories(world.config().resolve("routes"));
        Files.writeString(routes.resolve("echo.camel.yaml"), """
                - route:
                    id: echo
                    from:
                      uri: "aws:thinedge/robot-7/cmd/ping"
                      steps:
                        - to: {uri: "aws:thinedge/robot-7/td/pong"}
                """);
        killGateway();
        gateway.awaitLine("aws: connected to");
        local.stop();
        send(0);
        send(1);
        cloud.publish("thinedge/robot-7/cmd/ping", "");
        // It is through with what came before, as far as it can be.
        await().atMost(PATIENCE)
                .until(() -> cloud.messages().stream()
                        .anyMatch(message -> message.topic().endsWith("/pong")));
        gateway.kill();

        local.start();
        gateway = world.process();

        await().atMost(PATIENCE).until(() -> lookAtAnswers() == 2);
    }

    /** AWS sends again what it has no acknowledgement of, and the device has had it. */
    @Test
    void commands_thatAwsSendsAgain_areNotPassedOnTwice() throws Exception {
        network.drop(Direction.TO_TARGET);
        sendUpTo(SENT_AGAIN);
        await("the commands").atMost(PATIENCE).until(() -> device.commands().size() == SENT_AGAIN);
        killGateway();
        network.cut();
        network.release();

        // Behind all that is sent again.
        send(SENT_AGAIN);
        await("the last command")
                .atMost(PATIENCE)
                .until(() -> device.commands().stream().anyMatch(CommandsST::isLast));

        // Of the last ones, the gateway may not have heard that the local broker has them.
        assertThat(device.commands()).hasSizeBetween(SENT_AGAIN + 1, SENT_AGAIN + 1 + SENT_AGAIN / 5);
    }

    private static boolean isLast(Mqtt5Publish command) {
        return new String(command.getPayloadAsBytes(), UTF_8).equals(Integer.toString(SENT_AGAIN));
    }

    private List<Trouble> troubles() {
        return List.of(
                network::cut,
                this::killGateway,
                local::restart,
                () -> network.cutAfter(Direction.TO_CLIENT, 3_000),
                this::killGateway,
                () -> network.halfClose(Direction.TO_TARGET),
                this::killGatewayWhileTheLocalBrokerIsAway,
                () -> network.cutAfter(Direction.TO_TARGET, 3_000),
                local::restart,
                this::killGatewayOnADeadNetwork);
    }

    private void startGateway() throws IOException {
        gateway = world.process();
        gateway.awaitLine("local: connected to");
        gateway.awaitLine("aws: connected to");
    }

    private void killGateway() throws IOException {
        gateway.kill();
        gateway = world.process();
    }

    private void killGatewayWhileTheLocalBrokerIsAway() throws IOException {
        local.stop();
        sendUpTo(sent + WINDOW / 2);
        killGateway();
        gateway.awaitLine("aws: connected to");
        gateway.kill();
        local.start();
        gateway = world.process();
    }

    /** Commands have been delivered and answered, and AWS knows of neither. */
    private void killGatewayOnADeadNetwork() throws IOException {
        network.drop(Direction.TO_TARGET);
        sendUpTo(sent + WINDOW / 4);
        killGateway();
        network.cut();
        network.release();
    }

    /** Sends commands, a window ahead of the answers, until so many are answered. */
    private void goOnUntil(int count) {
        await(count + " answers")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    int now = lookAtAnswers();
                    sendUpTo(Math.min(COUNT, now + WINDOW));
                    return now >= count;
                });
    }

    private void sendUpTo(int end) {
        while (sent < Math.min(end, COUNT)) {
            send(sent++);
        }
    }

    private void send(int number) {
        MessageProperties properties = new MessageProperties(
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.of("thinedge/robot-7/reply/" + number % 10),
                Optional.of(Payload.of("c" + number)),
                List.of());
        cloud.simulator()
                .publish(ServerMessage.of("thinedge/robot-7/cmd/" + number % 10, Payload.of("" + number), 1)
                        .withProperties(properties));
    }

    /** How many commands are answered; no answer may have another one's correlation data. */
    private int lookAtAnswers() {
        List<CloudMessage> messages = cloud.messages();
        for (int end = messages.size(); looked < end; looked++) {
            CloudMessage answer = messages.get(looked);
            if (answer.topic().contains("/reply/")) {
                assertThat(answer.properties().correlationData()).contains(Payload.of("c" + answer.text()));
                answered.set(Integer.parseInt(answer.text()));
            }
        }
        return answered.cardinality();
    }
}
