package dev.tedge.mqttserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for each test, and its clients. It refuses a client id, topic or filter that begins with {@code refuse-} and
 * a code in hexadecimal, and ends the connection at {@code end-} and a code.
 */
final class TestingServer implements BeforeEachCallback, AfterEachCallback {

    private static final Pattern ASKED_FOR = Pattern.compile("(refuse|end)-(..).*");

    final List<ConnectRequest> requests = new CopyOnWriteArrayList<>();
    private final MqttServerLimits limits;
    private final List<RawClient> clients = new ArrayList<>();
    private MqttServer server;

    TestingServer() {
        this(MqttServerLimits.DEFAULTS);
    }

    TestingServer(MqttServerLimits limits) {
        this.limits = limits;
    }

    /** QoS 1, two topic aliases, two unacknowledged messages of a client. */
    static TestingServer narrow() {
        return new TestingServer(
                MqttServerLimits.DEFAULTS.withPackets(new MqttServerLimits.Packets(1, 10_000, 2, 100, 2)));
    }

    private final class Hooks implements MqttServerHooks {
        @Override
        public Verdict connect(ConnectRequest request) {
            requests.add(request);
            return verdict(request.clientId());
        }

        @Override
        public Verdict publish(ConnectedClient client, ServerMessage message) {
            return verdict(message.topic());
        }

        @Override
        public Verdict subscribe(ConnectedClient client, String filter, int qos) {
            return verdict(filter);
        }

        private static Verdict verdict(String name) {
            Matcher asked = ASKED_FOR.matcher(name);
            if (!asked.matches()) {
                return Verdict.allow();
            }
            int code = Integer.parseInt(asked.group(2), 16);
            return asked.group(1).equals("end")
                    ? Verdict.disconnect(code, "as " + name + " asks for")
                    : Verdict.refuse(code, "as " + name + " asks for");
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults().withLimits(limits), new Hooks());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        clients.forEach(RawClient::close);
        server.close();
    }

    MqttServer server() {
        return Objects.requireNonNull(server, "server");
    }

    /** Waits until more than a second of the server's time is over, by a message that it keeps for one. */
    void passASecond() {
        RawClient publisher = connected("clock-in");
        publisher.published(1, "clock", Raw.properties(2, Raw.u32(1)), "ticks");
        await().until(() -> connected("clock-out")
                .send(Raw.subscribe(1, "clock", 0), Raw.PINGREQ)
                .nextAfter(Packet.SUBACK)
                .equals("D000"));
    }

    /** A connection on which nothing has been sent. */
    RawClient client() {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        return client;
    }

    /** An accepted MQTT 5 client whose session ends with the connection. */
    RawClient connected(String clientId) {
        return connected(Raw.connect(clientId));
    }

    /** A client that is accepted after this CONNECT. */
    RawClient connected(byte[] connect) {
        RawClient client = client().send(connect);
        Packet connack = client.next();
        assertThat(connack.type()).as(connack.hex()).isEqualTo(Packet.CONNACK);
        assertThat(connack.at(1)).as(connack.hex()).isZero();
        return client;
    }
}
