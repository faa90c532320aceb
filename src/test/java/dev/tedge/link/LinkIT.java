package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Tls;
import dev.tedge.message.TopicFilter;
import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TestingCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link and whatever may answer it on a real socket. */
class LinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CLIENT = "robot-7";

    private final TestingCertificates authority = new TestingCertificates();
    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    @AfterEach
    void end() throws Exception {
        while (!begun.isEmpty()) {
            begun.pop().close();
        }
    }

    @Test
    void silentBroker_isGivenUp() throws Exception {
        ServerSocket silent = begin(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        Link link = link(silent.getLocalPort(), settings -> settings);

        LinkFailure failure = failureOf(link, Duration.ofSeconds(60));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void brokerThatClosesAtOnce_isNamed() throws Exception {
        ServerSocket rude = begin(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> closeAll(rude));

        assertThat(failureOf(link(rude.getLocalPort(), settings -> settings), PATIENCE)
                        .kind())
                .isEqualTo(Kind.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x85, 0x86, 0x87, 0x88, 0x97, 0x9F})
    void refusedConnect_saysTheReasonCode(int reasonCode) throws Exception {
        MqttServer broker = broker(new MqttServerHooks() {
            @Override
            public Verdict connect(ConnectRequest request) {
                return Verdict.refuse(reasonCode, "no");
            }
        });

        LinkFailure failure = failureOf(link(broker.port(), settings -> settings), PATIENCE);

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.reasonCode()).isEqualTo(reasonCode);
    }

    @Test
    void refusedSubscription_isInTheState_andTheOthersWork() throws Exception {
        MqttServer broker = broker(new MqttServerHooks() {
            @Override
            public Verdict subscribe(ConnectedClient client, String filter, int qos) {
                return filter.equals("no/#") ? Verdict.refuse(ReasonCode.NOT_AUTHORIZED, "no") : Verdict.allow();
            }
        });
        List<String> received = new CopyOnWriteArrayList<>();
        Link link = unstarted(broker.port(), settings -> settings);
        consume(link, received, "no/#", "yes/#");
        link.start();
        awaitUp(link);

        broker.publish(ServerMessage.of("yes/1", Payload.of("a"), 1));

        await().atMost(PATIENCE).until(() -> received.contains("a"));
        assertThat(link.state().refusedFilters()).containsExactly("'no/#': not authorized (0x87)");
    }

    @Test
    void deadNetwork_isNoticedByKeepAlive_andTheLinkComesBack() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        TcpProxy network = begin(TcpProxy.to(broker.port()));
        Link link = link(network.port(), settings -> settings.keepAlive(Duration.ofSeconds(1)));
        awaitUp(link);

        network.hold();
        assertThat(failureOf(link, PATIENCE).kind()).isEqualTo(Kind.TIMEOUT);
        network.cut();
        network.release();

        awaitUp(link);
    }

    @Test
    void secondClientOfTheSameId_isNamed() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        Link link = link(broker.port(), settings -> settings);
        awaitUp(link);

        begin(MqttProbe.to(broker.port()).clientId(CLIENT).connect());

        assertThat(failureOf(link, PATIENCE).kind()).isEqualTo(Kind.TAKEN_OVER);
    }

    @Test
    void storedMessages_arriveRightBehindConnack_inOrder() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        List<String> none = new CopyOnWriteArrayList<>();
        Link first = unstarted(broker.port(), settings -> settings);
        consume(first, none, "load");
        first.start();
        awaitUp(first);
        first.close();

        for (int number = 0; number < 10_000; number++) {
            broker.publish(ServerMessage.of("load", Payload.of(Integer.toString(number)), 1));
        }
        List<String> received = new CopyOnWriteArrayList<>();
        Link second = unstarted(broker.port(), settings -> settings);
        consume(second, received, "load");
        second.start();

        await().atMost(Duration.ofSeconds(60)).until(() -> received.size() >= 10_000);
        assertThat(received.stream().distinct())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_offersAlpnAndServerName_inEachVersion(String version) throws Exception {
        SSLServerSocket server = begin((SSLServerSocket) authority
                .serverContext(authority.server())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        SSLParameters parameters = server.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"other", "x-amzn-mqtt-ca"});
        parameters.setNeedClientAuth(true);
        server.setSSLParameters(parameters);
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> handshake(server));

        link("localhost", server.getLocalPort(), settings -> settings.tls(tls("x-amzn-mqtt-ca")));

        assertThat(seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(version + " x-amzn-mqtt-ca [type=host_name (0), value=localhost] CN=robot-7");
    }

    @Test
    void serverOfAnotherName_isRefused() throws Exception {
        MqttServer broker = begin(MqttServer.start(
                MqttServerConfig.defaults().withPort(0).withTls(authority.serverContext(authority.server("a.example"))),
                MqttServerHooks.ALLOW_ALL));

        Link link = link("localhost", broker.port(), settings -> settings.tls(tls()));

        assertThat(failureOf(link, PATIENCE).kind()).isEqualTo(Kind.HOST_NAME);
    }

    private Tls tls(String... protocols) {
        return new Tls(() -> authority.clientContext(authority.device(CLIENT)), List.of(protocols));
    }

    private <T extends AutoCloseable> T begin(T part) {
        begun.push(part);
        return part;
    }

    private MqttServer broker(MqttServerHooks hooks) throws IOException {
        return begin(MqttServer.start(MqttServerConfig.defaults().withPort(0), hooks));
    }

    private Link link(int port, UnaryOperator<SessionConfig.Builder> settings) {
        return link("127.0.0.1", port, settings);
    }

    private Link link(String host, int port, UnaryOperator<SessionConfig.Builder> settings) {
        Link link = unstarted(host, port, settings);
        link.start();
        return link;
    }

    private Link unstarted(int port, UnaryOperator<SessionConfig.Builder> settings) {
        return unstarted("127.0.0.1", port, settings);
    }

    private Link unstarted(String host, int port, UnaryOperator<SessionConfig.Builder> settings) {
        SessionConfig session =
                settings.apply(SessionConfig.to(host, port, CLIENT)).build();
        return begin(new Link(new LinkConfig("test", session, 100, Duration.ofMillis(100), PATIENCE, failure -> "")));
    }

    private static void consume(Link link, List<String> received, String... filters) {
        link.consume(List.of(filters).stream().map(TopicFilter::new).toList(), 1, (message, done) -> {
            received.add(new String(message.payload(), StandardCharsets.UTF_8));
            done.done(true);
        });
    }

    private static void awaitUp(Link link) {
        await("the link is up").atMost(PATIENCE).until(() -> link.state().up());
    }

    private static LinkFailure failureOf(Link link, Duration patience) {
        await("the link has failed")
                .atMost(patience)
                .until(() -> link.state().lastFailure().isPresent());
        return link.state().lastFailure().orElseThrow();
    }

    private static void closeAll(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** What the client has shown. */
    private static String handshake(SSLServerSocket server) {
        try (Socket accepted = server.accept()) {
            SSLSocket socket = (SSLSocket) accepted;
            socket.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            return session.getProtocol() + " " + socket.getApplicationProtocol() + " "
                    + session.getRequestedServerNames() + " "
                    + session.getPeerPrincipal().getName();
        } catch (IOException e) {
            return "failed: " + e;
        }
    }
}
