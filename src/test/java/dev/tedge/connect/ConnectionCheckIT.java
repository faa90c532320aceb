package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.connect.CheckOutcome.Connected;
import dev.tedge.connect.CheckOutcome.NoAnswer;
import dev.tedge.connect.CheckOutcome.NoCloud;
import dev.tedge.connect.CheckOutcome.NoGateway;
import dev.tedge.connect.CheckOutcome.NoLocalBroker;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the embedded broker, with a hand-written gateway on it. */
class ConnectionCheckIT {

    private static final CheckTopics TOPICS = new CheckTopics("aws", "thinedge/devices/d/test-connection", "gw", "br");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration IMPATIENCE = Duration.ofSeconds(3);

    private MqttServer broker;
    private MqttProbe gateway;

    @BeforeEach
    void start() throws IOException {
        broker = MqttServer.start(MqttServerConfig.defaults().withPort(0), new MqttServerHooks() {});
        gateway = MqttProbe.to(broker.port()).connect().subscribe("aws/test-connection");
    }

    @AfterEach
    void stop() {
        gateway.close();
        broker.close();
    }

    @Test
    void check_succeeds_whenTheMessageComesBack() throws Exception {
        says("gw", "{\"pid\":1,\"status\":\"up\",\"time\":1}");
        says("br", "{\"status\":\"up\"}");
        CompletableFuture<Void> answered = CompletableFuture.runAsync(this::answer);

        assertThat(check(PATIENCE).run()).isEqualTo(new Connected());

        answered.get(10, TimeUnit.SECONDS);
        assertThat(gateway.messages()).allSatisfy(question -> {
            assertThat(question.text()).isEmpty();
            assertThat(question.qos()).isEqualTo(1);
            assertThat(question.retained()).isFalse();
        });
    }

    @Test
    void check_asksAgain_whenTheConnectionToAwsComesUp() throws Exception {
        says("gw", "{\"status\":\"up\"}");
        says("br", "{\"status\":\"down\",\"reason\":\"connecting for the first time\"}");
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            gateway.await("aws/test-connection");
            says("br", "{\"status\":\"up\"}");
            gateway.await("the second question", message -> message.order() == 1, PATIENCE);
            gateway.publish("aws/connection-success", "");
        });

        assertThat(check(PATIENCE).run()).isEqualTo(new Connected());
        later.get(10, TimeUnit.SECONDS);
    }

    @Test
    void check_tellsWhatTheGatewaySays_whenThereIsNoConnectionToAws() throws Exception {
        says("gw", "{\"status\":\"up\"}");
        says("br", "{\"status\":\"down\",\"reason\":\"the host name 'x' is unknown. Check aws.url\"}");

        assertThat(check(IMPATIENCE).run()).isEqualTo(new NoCloud("the host name 'x' is unknown. Check aws.url"));
    }

    @Test
    void check_tellsWhyTheConnectionWent_whenItComesAndGoes() throws Exception {
        says("gw", "{\"status\":\"up\"}");
        says("br", "{\"status\":\"up\"}");
        CompletableFuture<Void> flapping = CompletableFuture.runAsync(() -> {
            gateway.await("aws/test-connection");
            says("br", "{\"status\":\"down\",\"reason\":\"closed. Check the policy\"}");
            says("br", "{\"status\":\"up\"}");
        });

        assertThat(check(PATIENCE).run()).isEqualTo(new NoCloud("closed. Check the policy"));
        flapping.get(10, TimeUnit.SECONDS);
    }

    @Test
    void check_blamesThePolicy_whenThereIsAConnectionAndNoAnswer() throws Exception {
        says("gw", "{\"status\":\"up\"}");
        says("br", "{\"status\":\"up\"}");

        assertThat(check(IMPATIENCE).run()).isEqualTo(new NoAnswer("thinedge/devices/d/test-connection"));
    }

    @Test
    void retainedAnswer_isOfFormerTimes() throws Exception {
        says("gw", "{\"status\":\"up\"}");
        says("br", "{\"status\":\"up\"}");
        says("aws/connection-success", "old");

        assertThat(check(IMPATIENCE).run()).isInstanceOf(NoAnswer.class);
    }

    @Test
    void check_findsNoGateway_whenNobodyHasSaidAnything() throws Exception {
        assertThat(check(IMPATIENCE).run()).isEqualTo(new NoGateway("tedge-mapper-aws"));
    }

    @Test
    void check_findsNoGateway_whenItsLastWillIsThere() throws Exception {
        says("gw", "{\"pid\":1,\"status\":\"down\"}");
        says("br", "{\"status\":\"up\"}");

        assertThat(check(IMPATIENCE).run()).isEqualTo(new NoGateway("tedge-mapper-aws"));
    }

    @Test
    void check_findsNoGateway_whenItsStatusIsNonsense() throws Exception {
        says("gw", "up{");

        assertThat(check(IMPATIENCE).run()).isEqualTo(new NoGateway("tedge-mapper-aws"));
    }

    @Test
    void check_findsNoLocalBroker_whenNobodyListens() throws Exception {
        int port = FreePort.next();

        assertThat(check(port, PATIENCE).run())
                .isEqualTo(new NoLocalBroker("127.0.0.1:" + port + " can't be reached: Connection refused"));
    }

    @Test
    void gateway_isThere_whenItsStatusSaysSo() throws Exception {
        says("gw", "{\"status\":\"up\"}");

        assertThat(check(PATIENCE).missingGateway()).isEmpty();
        assertThat(gateway.messages()).isEmpty();
    }

    @Test
    void gateway_isMissing_whenItsStatusIsMissing() throws Exception {
        assertThat(check(IMPATIENCE).missingGateway()).contains(new NoGateway("tedge-mapper-aws"));
    }

    private void answer() {
        gateway.await("aws/test-connection");
        gateway.publish("aws/connection-success", "whatever");
    }

    private void says(String topic, String payload) {
        gateway.publishRetained(topic, payload);
    }

    private ConnectionCheck check(Duration patience) {
        return check(broker.port(), patience);
    }

    private static ConnectionCheck check(int port, Duration patience) {
        SessionConfig session = SessionConfig.to("127.0.0.1", port, "check_connection_aws-0123456789")
                .sessionExpiry(Duration.ZERO)
                .build();
        return new ConnectionCheck(session, TOPICS, patience, failure -> new NoLocalBroker(failure.text()));
    }
}
