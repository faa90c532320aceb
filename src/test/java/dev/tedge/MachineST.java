package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.testing.DebianPackage;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.machine.BootedMachine;
import dev.tedge.testing.machine.BootedMachine.Finished;
import dev.tedge.testing.machine.Installation;
import dev.tedge.testing.machine.RequiresMachine;
import dev.tedge.testing.process.RequiresMosquitto;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a service of a machine with systemd and Debian's mosquitto, connected by the commands of the guide. */
@RequiresMachine
@RequiresMosquitto
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MachineST {

    private static final String SERVICE = "tedge-mapper-aws";
    private static final String RENEWER = "tedge-cert-renewer@aws";
    private static final String DROP_IN = "/etc/systemd/system/tedge-mapper-aws.service.d/test.conf";
    private static final String CERTIFICATE = "/etc/tedge/device-certs/tedge-certificate.pem";
    private static final String MEASUREMENTS = "te/device/main///m/";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Three times what is promised, and not the 40 s of TimeoutStopSec. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final int localPort = FreePort.next();
    private AwsIotSimulator aws;
    private BootedMachine machine;
    private String connected;

    @BeforeAll
    void guide(@TempDir Path directory) throws Exception {
        TestingCertificates certificates = new TestingCertificates();
        TestingIdentity server = certificates.server();
        aws = AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .onMessage(message -> arrived.add(message.payload().text()))
                .start();
        machine = new BootedMachine(directory)
                .file(DebianPackage.built().file(), "/root/tedge.deb")
                .text("/etc/mosquitto/conf.d/test.conf", """
                        listener %d 127.0.0.1
                        allow_anonymous true
                        """.formatted(localPort))
                .file(certificates.writeAuthority(directory), "/etc/ssl/simulator.pem")
                .boot();
        Installation.ofPackage(machine, "/root/tedge.deb");
        // So soon over that it has to be renewed.
        set("certificate.validity.requested_duration", "20d");
        machine.succeed("tedge", "cert", "create", "--device-id", "dev-1");
        machine.succeed("tedge", "config", "unset", "certificate.validity.requested_duration");
        aws.register(certificate(CERTIFICATE));
        set("aws.url", "localhost");
        set("aws.mqtt.port", Integer.toString(aws.port()));
        set("aws.root_cert_path", "/etc/ssl/simulator.pem");
        set("mqtt.client.port", Integer.toString(localPort));
        Finished answer = machine.run("tedge", "connect", "aws");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        connected = answer.err();
        assertThat(property("ActiveState")).isEqualTo("active");
    }

    @AfterAll
    void end() {
        machine.close();
        aws.close();
    }

    @Test
    void connect_startsAndEnablesTheServices() {
        assertThat(connected).contains("\tservice manager: systemd\n").endsWith("""
                Starting mosquitto... ✓
                Waiting for mosquitto to be listening for connections... ✓
                Enabling tedge-mapper-aws... ✓
                Verifying device is connected to cloud... ✓
                """);
        serving();
        awaitServing("measured once");
        await("the status line")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(machine.succeed("systemctl", "status", SERVICE))
                        .contains("Active: active (running)", "Status: \"connected to AWS\"", "; enabled; "));
        assertThat(machine.succeed("systemctl", "is-enabled", "mosquitto")).isEqualTo("enabled\n");
        // Root's commands leave nothing that the service could not use.
        assertThat(machine.succeed("find", "/var/lib/tedge", "!", "-user", "tedge"))
                .isEmpty();
    }

    @Test
    void gateway_isBackSoon_andNothingIsLost_afterKill() {
        serving();
        List<String> numbers =
                IntStream.range(0, 300).mapToObj("{\"number\":%d}"::formatted).toList();
        try (MqttProbe sensor = MqttProbe.to(localPort).connect()) {
            numbers.subList(0, 150).forEach(number -> sensor.publish(MEASUREMENTS, number));
            machine.kill(SERVICE);
            numbers.subList(150, 300).forEach(number -> sensor.publish(MEASUREMENTS, number));
        }
        await("all numbers")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(numbersArrived()).containsAll(numbers));
        assertThat(Integer.parseInt(property("NRestarts"))).isPositive();
        await("what waited is gone from the status line")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(property("StatusText")).isEqualTo("connected to AWS"));
        assertThat(time("from kill -9 to serving", connectedAt().minus(moment("ActiveExitTimestampMonotonic"))))
                .isLessThan(BOUND);
    }

    /** When both connections were there last, in the time of the machine. */
    private Duration connectedAt() {
        String connected = machine.succeed("journalctl", "--boot", "--unit=" + SERVICE, "--output=short-monotonic")
                .lines()
                .filter(line -> line.contains(": connected to "))
                .reduce("", (first, second) -> second);
        String seconds = connected.replaceFirst("^\\[ *([0-9.]+)\\].*", "$1");
        return Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValue());
    }

    private Duration moment(String property) {
        return Duration.of(Long.parseLong(property(property)), ChronoUnit.MICROS);
    }

    /** Told, for whoever wants to know how long it takes; the tests fail by far longer times only. */
    private static Duration time(String what, Duration taken) {
        System.out.printf("%s: %.1f s%n", what, taken.toMillis() / 1000.0);
        return taken;
    }

    private List<String> numbersArrived() {
        return arrived.stream()
                .filter(payload -> payload.startsWith("{\"number\""))
                // The time is added on the way.
                .map(payload -> payload.replaceFirst(",\"time\":.*", "}"))
                .distinct()
                .toList();
    }

    @Test
    void stop_isClean() {
        serving();
        machine.succeed("systemctl", "stop", SERVICE);
        assertThat(property("Result")).isEqualTo("success");
        assertThat(property("ExecMainStatus")).isEqualTo("0");
        Duration stopping = moment("InactiveEnterTimestampMonotonic").minus(moment("ActiveExitTimestampMonotonic"));
        assertThat(time("systemctl stop", stopping)).isLessThan(BOUND);
    }

    @Test
    void gatewayThatIsStopped_isEnded_andServesAgain() {
        watched(Duration.ofSeconds(6));
        String pid = property("MainPID");
        machine.succeed("kill", "-STOP", pid);
        awaitAnotherThan(pid);
        assertThat(machine.journal(SERVICE)).contains("Watchdog timeout (limit 6s)!");
        awaitServing("after it was stopped");
        unwatched();
    }

    @Test
    void gatewayThatHangsInARoute_isEnded_andSaysWhere() {
        machine.type("""
                - route:
                    id: hang
                    from:
                      uri: "local:hang"
                      steps:
                        - delay:
                            asyncDelayed: false
                            expression:
                              constant:
                                expression: "600000"
                        - to: "aws:thinedge/dev-1/td/hang"
                """, "tee", "/etc/tedge/routes/hang.camel.yaml");
        watched(Duration.ofSeconds(8));
        String pid = property("MainPID");
        try (MqttProbe sensor = MqttProbe.to(localPort).connect()) {
            // Not kept for the next gateway, which would hang, too.
            sensor.publish("hang", "now", 0);
        }
        awaitAnotherThan(pid);
        assertThat(machine.journal(SERVICE))
                .containsPattern("The thread local-routes has not answered for \\d+ s; it is at .*sleep.* < ")
                .contains("Watchdog timeout (limit 8s)!", "Full thread dump");
        machine.succeed("rm", "/etc/tedge/routes/hang.camel.yaml");
        awaitServing("after it hung");
        unwatched();
    }

    @Test
    void machine_startsIt_beforeAndAfterItsBroker() {
        serving();
        machine.succeed("systemctl", "disable", "mosquitto");
        machine.reboot();
        assertThat(machine.succeed("systemctl", "is-active", SERVICE)).isEqualTo("active\n");
        await("the status line")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(property("StatusText"))
                        .contains("connected to AWS; the local broker not reachable"));
        machine.succeed("systemctl", "enable", "--now", "mosquitto");
        awaitServing("before its broker");
        machine.reboot();
        awaitServing("after its broker");
        Finished test = machine.run("tedge", "connect", "aws", "--test");
        assertThat(test.exitCode()).as(test.err()).isZero();
        assertThat(test.err()).contains("✓").endsWith("Connection check to aws cloud is successful.\n");
    }

    @Test
    void certificate_isRenewed_onceAwsTakesIt() throws Exception {
        serving();
        set("certificate.validity.minimum_duration", "10d");
        machine.succeed("systemctl", "start", RENEWER);
        assertThat(machine.journal(RENEWER)).contains("Status:        VALID");
        assertThat(machine.run("test", "-e", CERTIFICATE + ".new").exitCode()).isEqualTo(1);

        set("certificate.validity.minimum_duration", "30d");
        machine.type("half of it", "tee", CERTIFICATE + ".new");
        String before = machine.succeed("cat", CERTIFICATE);
        assertThat(machine.run("systemctl", "start", RENEWER).exitCode()).isNotZero();
        assertThat(machine.journal(RENEWER))
                .contains("The new certificate " + CERTIFICATE
                        + ".new was not accepted, or could not be tried: see above.")
                .contains("aws iot register-certificate-without-ca --status ACTIVE --certificate-pem file://");
        assertThat(machine.succeed("cat", CERTIFICATE)).isEqualTo(before);
        awaitServing("with the old certificate");

        X509Certificate renewed = certificate(CERTIFICATE + ".new");
        aws.register(renewed);
        machine.succeed("systemctl", "start", RENEWER);
        assertThat(certificate(CERTIFICATE)).isEqualTo(renewed);
        assertThat(machine.succeed("stat", "-c", "%A %U", CERTIFICATE)).isEqualTo("-r--r--r-- tedge\n");
        awaitServing("with the new certificate");
        // What can't be told is a failure, and no quiet pass.
        assertThat(machine.run("systemctl", "start", "tedge-cert-renewer@azure").exitCode())
                .isNotZero();
    }

    @Test
    void service_isNotTriedAgain_withWrongSettings() {
        serving();
        machine.succeed("systemctl", "stop", SERVICE);
        machine.succeed("tedge", "config", "unset", "aws.url");
        assertThat(machine.run("systemctl", "start", SERVICE).exitCode()).isNotZero();
        assertThat(property("ExecMainStatus")).isEqualTo("78");
        assertThat(property("ActiveState")).isEqualTo("failed");
        assertThat(machine.journal(SERVICE)).contains("A value for 'aws.url' is missing.");
        set("aws.url", "localhost");
    }

    @Test
    void disconnect_andConnectOffline() {
        serving();
        machine.succeed("tedge", "disconnect", "aws");
        assertThat(property("ActiveState")).isEqualTo("inactive");
        assertThat(property("UnitFileState")).isEqualTo("disabled");
        machine.succeed("systemctl", "start", RENEWER);
        assertThat(machine.journal(RENEWER)).contains("There is no connection aws, so nothing is renewed");
        assertThat(property("ActiveState")).isEqualTo("inactive");
        Finished answer = machine.run("tedge", "connect", "aws", "--offline");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(property("UnitFileState")).isEqualTo("enabled");
        answer = machine.run("tedge", "reconnect", "aws");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        awaitServing("connected again");
    }

    @Test
    void profile_isAServiceOfItsOwn() throws Exception {
        serving();
        machine.succeed("tedge", "config", "set", "aws.url", "localhost", "--profile", "test");
        for (List<String> setting : List.of(
                List.of("aws.mqtt.port", Integer.toString(aws.port())),
                List.of("aws.root_cert_path", "/etc/ssl/simulator.pem"),
                List.of("aws.device.cert_path", "/etc/tedge/device-certs/test.pem"),
                List.of("aws.device.key_path", "/etc/tedge/device-certs/test-key.pem"),
                List.of("aws.bridge.topic_prefix", "aws-test"))) {
            machine.succeed("tedge", "config", "set", setting.get(0), setting.get(1), "--profile", "test");
        }
        machine.succeed("tedge", "cert", "create", "aws", "--profile", "test", "--device-id", "dev-2");
        aws.register(certificate("/etc/tedge/device-certs/test.pem"));

        Finished answer = machine.run("tedge", "connect", "aws", "--profile", "test");

        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(aws.connectedClients()).contains("dev-1", "dev-2");
        assertThat(machine.succeed("systemctl", "is-enabled", SERVICE + "@test"))
                .isEqualTo("enabled\n");
        machine.succeed("tedge", "disconnect", "aws", "--profile", "test");
        assertThat(machine.run("systemctl", "is-active", SERVICE + "@test").out())
                .isEqualTo("inactive\n");
    }

    private void set(String key, String value) {
        machine.succeed("tedge", "config", "set", key, value);
    }

    private String property(String name) {
        return machine.succeed("systemctl", "show", "--value", "--property=" + name, SERVICE)
                .strip();
    }

    private X509Certificate certificate(String file) throws CertificateException {
        byte[] pem = machine.succeed("cat", file).getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    /** Whatever the test before has left. */
    private void serving() {
        machine.succeed("systemctl", "start", SERVICE);
    }

    private void awaitServing(String word) {
        await("a measurement arrives " + word).atMost(PATIENCE).untilAsserted(() -> {
            try (MqttProbe sensor = MqttProbe.to(localPort).connect()) {
                sensor.publish(MEASUREMENTS, "{\"" + word + "\":1}");
            }
            assertThat(arrived).anyMatch(payload -> payload.contains(word));
        });
    }

    private void watched(Duration limit) {
        machine.type(
                """
                [Service]
                WatchdogSec=%d
                TimeoutAbortSec=1
                """.formatted(limit.toSeconds()),
                "sh",
                "-c",
                "mkdir -p $(dirname %1$s) && cat >%1$s".formatted(DROP_IN));
        machine.succeed("systemctl", "daemon-reload");
        machine.succeed("systemctl", "restart", SERVICE);
        // Its subscriptions are made.
        awaitServing("watched for " + limit);
    }

    private void unwatched() {
        machine.succeed("rm", DROP_IN);
        machine.succeed("systemctl", "daemon-reload");
        machine.succeed("systemctl", "restart", SERVICE);
    }

    private void awaitAnotherThan(String pid) {
        await("another process").atMost(PATIENCE).until(() -> {
            String now = property("MainPID");
            return !now.equals("0") && !now.equals(pid);
        });
    }
}
