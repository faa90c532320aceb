package dev.tedge.mqttserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with little room. At the end of a test it must have no client, log no warning that was not expected, leak no
 * buffer, and have as much room as at the beginning.
 */
final class TightServer implements BeforeEachCallback, AfterEachCallback {

    static final int CONNECTIONS = 1_000;

    private static final int ROOM = 4 * 1024 * 1024;

    private final AtomicInteger clients = new AtomicInteger();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();
    private final Log log = new Log();
    private ResourceLeakDetector.Level leakDetection = ResourceLeakDetector.getLevel();
    private MqttServer server;
    private List<Integer> roomAtTheBeginning = List.of();

    private final class Log extends Handler {
        @Override
        public void publish(LogRecord entry) {
            boolean worse = entry.getLevel().intValue() >= Level.WARNING.intValue();
            if (worse && expected.stream().noneMatch(entry.getMessage()::startsWith)) {
                warnings.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final class Hooks implements MqttServerHooks {
        @Override
        public Verdict publish(ConnectedClient client, ServerMessage message) {
            // Nothing is retained but what measures the room.
            return message.retain() && !message.topic().startsWith("room/")
                    ? Verdict.refuse(ReasonCode.NOT_AUTHORIZED, "not retained")
                    : Verdict.allow();
        }

        @Override
        public void connected(ConnectedClient client) {
            clients.incrementAndGet();
        }

        @Override
        public void disconnected(ConnectedClient client, ConnectionEnd end) {
            clients.decrementAndGet();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        leakDetection = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        Logger.getLogger("").addHandler(log);
        MqttServerLimits limits = MqttServerLimits.DEFAULTS
                .withPackets(new MqttServerLimits.Packets(2, 100_000, 100, 100, 8))
                .withQueues(new MqttServerLimits.Queues(1_000, 1_000_000, 100_000, CONNECTIONS, ROOM))
                .withMaximumSessionExpiry(Duration.ZERO)
                .withMaximumConnections(CONNECTIONS);
        server = MqttServer.start(MqttServerConfig.defaults().withLimits(limits), new Hooks());
        roomAtTheBeginning = room();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        awaitEmpty();
        List<Integer> roomAtTheEnd = room();
        server.close();
        System.gc();
        Logger.getLogger("").removeHandler(log);
        ResourceLeakDetector.setLevel(leakDetection);
        assertThat(roomAtTheEnd).isEqualTo(roomAtTheBeginning);
        assertThat(warnings).isEmpty();
    }

    int port() {
        return server.port();
    }

    long droppedMessages() {
        return server.droppedMessages();
    }

    /** A warning that begins like this is no fault. */
    void expectWarning(String beginning) {
        expected.add(beginning);
    }

    /** Waits until no client is connected. */
    void awaitEmpty() {
        await().untilAsserted(() -> assertThat(clients).hasValue(0));
    }

    /** How many large retained messages the server takes, and small ones beside them. */
    private List<Integer> room() {
        try (RawClient client = new RawClient(server.port())) {
            client.send(Raw.connect("room")).next();
            List<Integer> room = List.of(fill(client, "room/large/", 50_000), fill(client, "room/small/", 1));
            empty(client, "room/large/", room.get(0));
            empty(client, "room/small/", room.get(1));
            return room;
        }
    }

    private static int fill(RawClient client, String topic, int size) {
        String payload = "x".repeat(size);
        int taken = 0;
        while (true) {
            client.send(Raw.publish(0x33, topic + taken, 1, Raw.NO_PROPERTIES, payload));
            if (client.next().bodyHex().startsWith("000197")) {
                return taken;
            }
            taken++;
        }
    }

    private static void empty(RawClient client, String topic, int number) {
        for (int i = 0; i < number; i++) {
            client.send(Raw.publish(0x33, topic + i, 1, Raw.NO_PROPERTIES, ""));
            client.next();
        }
    }
}
