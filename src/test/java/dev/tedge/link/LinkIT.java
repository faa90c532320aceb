package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link and whatever may answer it on a real socket. */
class LinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestingLinks links = new TestingLinks();

    @AfterEach
    void end() {
        links.close();
    }

    @Test
    void silentBroker_isGivenUp() throws Exception {
        ServerSocket silent = links.begin(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        Link link = links.link(silent.getLocalPort(), settings -> settings);

        LinkFailure failure = TestingLinks.failureOf(link, Duration.ofSeconds(60));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void brokerThatClosesAtOnce_isNamed() throws Exception {
        ServerSocket rude = links.begin(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> closeAll(rude));

        assertThat(TestingLinks.failureOf(links.link(rude.getLocalPort(), settings -> settings), PATIENCE)
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

        LinkFailure failure = TestingLinks.failureOf(links.link(broker.port(), settings -> settings), PATIENCE);

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
        Link link = links.unstarted(broker.port(), settings -> settings);
        consume(link, received, "no/#", "yes/#");
        link.start();
        TestingLinks.awaitUp(link);

        broker.publish(ServerMessage.of("yes/1", Payload.of("a"), 1));

        await().atMost(PATIENCE).until(() -> received.contains("a"));
        assertThat(link.state().refusedFilters()).containsExactly("'no/#': not authorized (0x87)");
    }

    @Test
    void deadNetwork_isNoticedByKeepAlive_andTheLinkComesBack() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        TcpProxy network = links.begin(TcpProxy.to(broker.port()));
        Link link = links.link(network.port(), settings -> settings.keepAlive(Duration.ofSeconds(1)));
        TestingLinks.awaitUp(link);

        network.hold();
        assertThat(TestingLinks.failureOf(link, PATIENCE).kind()).isEqualTo(Kind.TIMEOUT);
        network.cut();
        network.release();

        TestingLinks.awaitUp(link);
    }

    @Test
    void secondClientOfTheSameId_isNamed() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        Link link = links.link(broker.port(), settings -> settings);
        TestingLinks.awaitUp(link);

        links.begin(MqttProbe.to(broker.port()).clientId(TestingLinks.CLIENT).connect());

        assertThat(TestingLinks.failureOf(link, PATIENCE).kind()).isEqualTo(Kind.TAKEN_OVER);
    }

    @Test
    void aSilentEnd_rightAfterAPublish_namesItsTopic_alsoWhenTheLinkIsUpAgain() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        TcpProxy network = links.begin(TcpProxy.to(broker.port()));
        Link link = links.link(network.port(), settings -> settings);
        TestingLinks.awaitUp(link);

        network.hold();
        link.publish(new OutboundMessage("forbidden", new byte[0], 1, false), new Ignored());
        network.hangUp();
        LinkFailure failure = TestingLinks.failureOf(link, PATIENCE);
        network.release();
        TestingLinks.awaitUp(link);

        assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure.suspects()).containsExactly("forbidden");
        assertThat(link.state().lastFailure()).contains(failure);
        assertThat(link.state().lastFailureAt()).isPresent();
    }

    @Test
    void aBrokenNetwork_blamesNothing() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        TcpProxy network = links.begin(TcpProxy.to(broker.port()));
        Link link = links.link(network.port(), settings -> settings);
        TestingLinks.awaitUp(link);

        network.hold();
        link.publish(new OutboundMessage("innocent", new byte[0], 1, false), new Ignored());
        // To a socket that is reset already, the writer alone is told, and the reader sees an orderly end.
        await().atMost(PATIENCE).until(network::isHolding);
        network.cut();

        assertThat(TestingLinks.failureOf(link, PATIENCE).suspects()).isEmpty();
    }

    @Test
    void silentEnds_soonAfterConnecting_lookLikeATakeOver() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        TcpProxy network = links.begin(TcpProxy.to(broker.port()));
        Link link = links.link(network.port(), settings -> settings);

        for (int end = 1; end <= 3; end++) {
            TestingLinks.awaitUp(link);
            network.hangUp();
            await().atMost(PATIENCE).until(() -> !link.state().up());
        }

        LinkFailure failure = link.state().lastFailure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Kind.TAKEN_OVER);
        assertThat(failure.text()).contains("another client may be using the same client id");
    }

    @Test
    void storedMessages_arriveRightBehindConnack_inOrder() throws Exception {
        MqttServer broker = broker(MqttServerHooks.ALLOW_ALL);
        List<String> none = new CopyOnWriteArrayList<>();
        Link first = links.unstarted(broker.port(), settings -> settings);
        consume(first, none, "load");
        first.start();
        TestingLinks.awaitUp(first);
        first.close();

        for (int number = 0; number < 10_000; number++) {
            broker.publish(ServerMessage.of("load", Payload.of(Integer.toString(number)), 1));
        }
        List<String> received = new CopyOnWriteArrayList<>();
        Link second = links.unstarted(broker.port(), settings -> settings);
        consume(second, received, "load");
        second.start();

        await().atMost(Duration.ofSeconds(60)).until(() -> received.size() >= 10_000);
        assertThat(received.stream().distinct())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
    }

    private MqttServer broker(MqttServerHooks hooks) throws IOException {
        return links.begin(MqttServer.start(MqttServerConfig.defaults().withPort(0), hooks));
    }

    /** For messages whose outcome does not matter. */
    private static final class Ignored implements Publisher.Callback {

        @Override
        public void delivered() {}

        @Override
        public void failed(Exception failure) {}
    }

    private static void consume(Link link, List<String> received, String... filters) {
        link.consume(List.of(filters).stream().map(TopicFilter::new).toList(), 1, (message, done) -> {
            received.add(new String(message.payload(), StandardCharsets.UTF_8));
            done.done(true);
        });
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
}
