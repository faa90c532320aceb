package dev.tedge.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.MqttProbeBuilder;
import dev.tedge.testing.ReceivedMessage;
import dev.tedge.testing.TestingCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresMosquitto
class MosquittoProcessIT {

    private final Path directory;

    MosquittoProcessIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void localBroker_passesMessages_withQosAndRetainFlag() throws IOException {
        try (MosquittoProcess broker = MosquittoProcess.local(directory).start();
                MqttProbe probe = MqttProbe.to(broker.port()).connect()) {
            probe.publishRetained("te/device/main///twin/name", "kept");
            probe.subscribe("te/#");
            probe.publish("te/device/main///m/a", "once", 0);

            assertThat(probe.await("te/device/main///twin/name").retained()).isTrue();
            ReceivedMessage live = probe.await("te/device/main///m/a");
            assertThat(live.text()).isEqualTo("once");
            assertThat(live.qos()).isZero();
            assertThat(live.retained()).isFalse();
            assertThat(live.order()).isEqualTo(1);
        }
    }

    @Test
    void localBroker_refusesStrangers_whenItHasAPassword() throws IOException {
        try (MosquittoProcess broker = MosquittoProcess.local(directory)
                        .password("tedge", "right")
                        .start();
                MqttProbe probe =
                        MqttProbe.to(broker.port()).user("tedge", "right").connect()) {
            assertThat(probe.isConnected()).isTrue();
            assertThatThrownBy(() ->
                            MqttProbe.to(broker.port()).user("tedge", "wrong").connect())
                    .hasMessageContaining("NOT_AUTHORIZED");
            assertThatThrownBy(() -> MqttProbe.to(broker.port()).connect()).hasMessageContaining("NOT_AUTHORIZED");
        }
    }

    @Test
    void cloud_letsAThingReachItsOwnTopicsOnly() throws IOException {
        TestingCertificates certificates = new TestingCertificates();
        try (MosquittoProcess cloud =
                        MosquittoProcess.cloud(directory, certificates).start();
                MqttProbe observer =
                        MqttProbe.to(cloud.observerPort()).connect().subscribe("#", "$aws/#");
                MqttProbe thing = MqttProbe.to(cloud.port())
                        .tls(certificates, certificates.device("thing1"))
                        .clientId("thing1")
                        .connect()
                        .subscribe("thinedge/#")) {
            assertThatThrownBy(() -> thing.publish("thinedge/thing2/td/m", "foreign"))
                    .hasMessageContaining("NOT_AUTHORIZED");
            thing.publish("thinedge/thing1/td/m", "own");
            thing.publish("$aws/things/thing1/shadow/update", "{}");
            observer.publish("thinedge/thing2/cmd/x", "foreign");
            observer.publish("thinedge/thing1/cmd/x", "own");

            assertThat(thing.await("thinedge/thing1/cmd/x").order()).isZero();
            observer.await("$aws/things/thing1/shadow/update");
            assertThat(observer.messages()).extracting(ReceivedMessage::topic).doesNotContain("thinedge/thing2/td/m");
        }
    }

    @Test
    void cloud_letsNobodyIn_withoutACertificateOfItsAuthority() throws IOException {
        TestingCertificates certificates = new TestingCertificates();
        try (MosquittoProcess cloud =
                MosquittoProcess.cloud(directory, certificates).start()) {
            MqttProbeBuilder withoutCertificate = MqttProbe.to(cloud.port()).tls(certificates);
            MqttProbeBuilder expired =
                    MqttProbe.to(cloud.port()).tls(certificates, certificates.expiredDevice("thing1"));

            assertThatThrownBy(withoutCertificate::connect).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(expired::connect).isInstanceOf(IllegalStateException.class);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(cloud.log())
                            .contains("peer did not return a certificate")
                            .contains("certificate verify failed"));
        }
    }

    @Test
    void localBroker_keepsQueuedMessages_overARestart() throws IOException {
        try (MosquittoProcess broker = MosquittoProcess.local(directory)
                .persistence()
                .maxQueuedMessages(0)
                .maxInflightMessages(100)
                .start()) {
            MqttProbe.to(broker.port())
                    .persistentSession("sleeper")
                    .connect()
                    .subscribe("a/#")
                    .close();
            try (MqttProbe publisher = MqttProbe.to(broker.port()).connect()) {
                publisher.publishMany(2000, number -> "a/" + number % 7, Integer::toString, 100);
            }

            broker.restart();

            try (MqttProbe sleeper =
                    MqttProbe.to(broker.port()).persistentSession("sleeper").connect()) {
                sleeper.await("number 1999", message -> message.text().equals("1999"), Duration.ofSeconds(20));
                assertThat(sleeper.messages())
                        .extracting(ReceivedMessage::text)
                        .containsExactlyElementsOf(IntStream.range(0, 2000)
                                .mapToObj(Integer::toString)
                                .toList());
                assertThat(sleeper.duplicates()).isZero();
                assertThat(sleeper.countByPayload()).hasSize(2000).containsEntry("7", 1);
            }
        }
    }

    /** Without a user name mosquitto 2.0.11 would drop what comes before it is back. */
    @Test
    void cloud_keepsWhatComesAfterARestart_forAnObserverThatIsNotBackYet() throws IOException {
        try (MosquittoProcess cloud =
                MosquittoProcess.cloud(directory, new TestingCertificates()).start()) {
            MqttProbeBuilder sleeper = MqttProbe.to(cloud.observerPort())
                    .user(MosquittoProcess.OBSERVER, "")
                    .persistentSession("sleeper");
            try (MqttProbe away = sleeper.connect()) {
                away.subscribe("thinedge/#");
            }
            cloud.restart();
            try (MqttProbe other = MqttProbe.to(cloud.observerPort()).connect()) {
                other.publish("thinedge/thing1/td/m", "early");
            }

            try (MqttProbe back = sleeper.connect()) {
                assertThat(back.await("thinedge/thing1/td/m").text()).isEqualTo("early");
            }
        }
    }

    @Test
    void broker_isBackOnItsPort_afterKill() throws IOException {
        try (MosquittoProcess broker = MosquittoProcess.local(directory).start();
                MqttProbe probe =
                        MqttProbe.to(broker.port()).reconnecting().connect().subscribe("a")) {
            broker.kill();
            Awaitility.await().until(() -> !probe.isConnected());
            broker.start();
            Awaitility.await().until(probe::isConnected);
            // The probe renews its subscription by itself; a message may be too early once, never for good.
            Awaitility.await().untilAsserted(() -> {
                probe.publish("a", "back");
                assertThat(probe.messages()).isNotEmpty();
            });
        }
    }
}
