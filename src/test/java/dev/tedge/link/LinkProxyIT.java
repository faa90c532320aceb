package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.HttpProxy;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.SessionConfig.Credentials;
import dev.tedge.link.session.Tls;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingHttpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link whose broker can be reached through an HTTP proxy only: nobody here can resolve its name. */
class LinkProxyIT {

    private static final String HOST = "broker.invalid";
    private static final String OPEN = "HTTP/1.1 200 OK\r\n\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Credentials ALICE = new Credentials("alice", "päss:word");

    private final TestingCertificates authority = new TestingCertificates();
    private final TestingLinks links = new TestingLinks();
    private final MqttServer broker;

    LinkProxyIT() throws IOException {
        broker = broker(HOST);
    }

    @AfterEach
    void end() {
        links.close();
    }

    @Test
    void link_goesThroughTheProxy_whichResolvesTheName() throws Exception {
        TestingHttpProxy proxy = links.begin(TestingHttpProxy.to(broker.port()));

        Link link = through(proxy(proxy.port(), Optional.empty(), Optional.empty()));

        TestingLinks.awaitUp(link);
        assertThat(proxy.requests())
                .containsExactly("CONNECT broker.invalid:8883 HTTP/1.1\r\nHost: broker.invalid:8883\r\n\r\n");
    }

    @Test
    void link_goesThroughAProxyWithTlsOfItsOwn_andCredentials() throws Exception {
        TestingHttpProxy proxy = links.begin(new TestingHttpProxy(
                authority
                        .serverContext(authority.server())
                        .getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                broker.port(),
                request -> request.contains("\r\nProxy-Authorization: Basic YWxpY2U6cMOkc3M6d29yZA==\r\n")
                        ? OPEN
                        : "HTTP/1.1 407 Who are you\r\n\r\n"));
        Tls tls = new Tls(authority::clientContext, List.of());

        TestingLinks.awaitUp(through(proxy(proxy.port(), Optional.of(tls), Optional.of(ALICE))));
    }

    @Test
    void brokerOfAnotherName_isRefused_behindAProxyToo() throws Exception {
        MqttServer other = broker("other.invalid");
        TestingHttpProxy proxy = links.begin(TestingHttpProxy.to(other.port()));

        LinkFailure failure = failureThrough(proxy(proxy.port(), Optional.empty(), Optional.empty()));

        assertThat(failure.kind()).isEqualTo(Kind.HOST_NAME);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 407 Proxy Authentication Required | alice | does not accept the user name and the password
            HTTP/1.1 407 Proxy Authentication Required |       | asks for a user name and a password
            HTTP/1.1 403 Not to AWS                    |       | does not connect to broker.invalid:8883: 403 Not to AWS
            HTTP/1.0 502                               |       | does not connect to broker.invalid:8883: 502
            SSH-2.0-OpenSSH_9.2                        | alice | is not an HTTP proxy: it answers something else
            """)
    void refusal_isInWords_withoutThePassword(String answer, @Nullable String user, String words) throws Exception {
        TestingHttpProxy proxy = links.begin(TestingHttpProxy.to(broker.port(), request -> answer + "\r\n\r\n"));

        LinkFailure failure = failureThrough(
                proxy(proxy.port(), Optional.empty(), Optional.ofNullable(user).map(name -> ALICE)));

        assertThat(failure.kind()).isEqualTo(Kind.PROXY);
        assertThat(failure.text()).contains("127.0.0.1:" + proxy.port(), words).doesNotContain("word:", "päss");
    }

    @Test
    void proxyThatIsNotThere_isNamed() {
        int port = FreePort.next();

        LinkFailure failure = failureThrough(proxy(port, Optional.empty(), Optional.empty()));

        assertThat(failure.kind()).isEqualTo(Kind.PROXY);
        assertThat(failure.text()).startsWith("the HTTP proxy can't be used: 127.0.0.1:" + port + " can't be reached");
    }

    @Test
    void proxyThatIsSilent_isGivenUp() throws Exception {
        TestingHttpProxy proxy = links.begin(TestingHttpProxy.to(broker.port(), request -> ""));

        LinkFailure failure = failureThrough(proxy(proxy.port(), Optional.empty(), Optional.empty()));

        assertThat(failure.kind()).isEqualTo(Kind.PROXY);
        assertThat(failure.text()).endsWith("127.0.0.1:" + proxy.port() + " does not answer");
    }

    @Test
    void closing_endsTheWaitForASilentProxy() throws Exception {
        // Those of other tests' clients, which may take their time to end.
        Set<Thread> others = connecting();
        TestingHttpProxy proxy = links.begin(TestingHttpProxy.to(broker.port(), request -> ""));
        Link link = through(proxy(proxy.port(), Optional.empty(), Optional.empty()));
        await("the request").atMost(PATIENCE).until(() -> !proxy.requests().isEmpty());
        assertThat(connecting()).isNotEqualTo(others);

        link.close();

        await("the end of the client's threads")
                .atMost(Duration.ofSeconds(10))
                .until(() -> others.containsAll(connecting()));
    }

    private static Set<Thread> connecting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("mqtt-read " + TestingLinks.CLIENT))
                .collect(Collectors.toSet());
    }

    @Test
    void proxy_isShownWithoutThePassword() {
        assertThat(proxy(1, Optional.empty(), Optional.of(ALICE)).toString())
                .contains("alice")
                .doesNotContain("word:", "päss");
    }

    private MqttServer broker(String name) throws IOException {
        return links.begin(MqttServer.start(
                MqttServerConfig.defaults().withPort(0).withTls(authority.serverContext(authority.server(name))),
                MqttServerHooks.ALLOW_ALL));
    }

    private Link through(HttpProxy proxy) {
        Tls tls = new Tls(() -> authority.clientContext(authority.device(TestingLinks.CLIENT)), List.of());
        return links.link(HOST, 8883, settings -> settings.tls(tls).proxy(Optional.of(proxy)));
    }

    private LinkFailure failureThrough(HttpProxy proxy) {
        return TestingLinks.failureOf(through(proxy), PATIENCE);
    }

    private static HttpProxy proxy(int port, Optional<Tls> tls, Optional<Credentials> credentials) {
        return new HttpProxy("127.0.0.1", port, tls, credentials);
    }
}
