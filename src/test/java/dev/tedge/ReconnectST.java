package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.KeyForm;
import dev.tedge.testing.process.ServiceScript;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with a service manager, a shell script that really starts and stops the gateway. */
class ReconnectST {

    private final TestingCertificates certificates = new TestingCertificates();
    private final TestingIdentity device = certificates.device("dev-1");
    private final Path directory;
    private final TedgeProgram tedge;
    private AwsIotSimulator aws;

    ReconnectST(@TempDir Path directory) {
        this.directory = directory;
        this.tedge = new TedgeProgram(directory);
    }

    @BeforeEach
    void device() throws IOException {
        TestingIdentity server = certificates.server();
        aws = AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .device(device.certificate())
                .start();
        Files.createDirectory(directory.resolve("device-certs"));
        device.writeCertificate(certificate(""));
        device.writeKey(directory.resolve("device-certs/tedge-private-key.pem"), KeyForm.PKCS8);
        Files.writeString(directory.resolve("tedge.toml"), """
                [aws]
                url = "127.0.0.1"
                root_cert_path = "%s"
                [aws.mqtt]
                port = %d
                [mqtt.broker]
                embedded = true
                [mqtt.client]
                port = %d
                """.formatted(
                        certificates.writeAuthority(directory), aws.port(), FreePort.next()));
        ServiceScript.write(tedge);
    }

    @AfterEach
    void stop() {
        assertThat(tedge.run("disconnect", "aws").exitCode()).isZero();
        aws.close();
    }

    @Test
    void gateway_isStarted_restarted_andStopped_byTheServiceManager() throws IOException {
        Finished connected = tedge.run("connect", "aws");
        assertThat(connected.exitCode()).as(connected.err()).isZero();
        assertThat(connected.err()).contains("\tservice manager: OpenRC\n").endsWith("""
                        Enabling tedge-mapper-aws... ✓
                        Verifying device is connected to cloud... ✓
                        """);
        String first = Files.readString(directory.resolve("pid"));

        TestingIdentity renewed = certificates.renewed(device, "dev-1");
        renewed.writeCertificate(certificate(".new"));
        byte[] content = Files.readAllBytes(certificate(".new"));
        aws.register(renewed.certificate());

        Finished reconnected = tedge.run("reconnect", "aws");
        assertThat(reconnected.exitCode()).as(reconnected.err()).isZero();
        assertThat(reconnected.err()).endsWith("""
                        Validating new certificate: %1$s.new... ✓
                        The new certificate is now the active certificate %1$s
                        Enabling tedge-mapper-aws... ✓
                        Verifying device is connected to cloud... ✓
                        """.formatted(certificate("")));
        assertThat(certificate("")).hasBinaryContent(content);
        assertThat(certificate(".new")).doesNotExist();
        assertThat(Files.readString(directory.resolve("pid"))).isNotEqualTo(first);

        assertThat(tedge.run("disconnect", "aws").exitCode()).isZero();
        assertThat(tedge.run("status").exitCode()).isEqualTo(1);
        assertThat(directory.resolve("asked")).hasContent("""
                restart tedge-mapper-aws
                enable tedge-mapper-aws
                stop tedge-mapper-aws
                start tedge-mapper-aws
                enable tedge-mapper-aws
                stop tedge-mapper-aws
                disable tedge-mapper-aws""");
    }

    private Path certificate(String suffix) {
        return directory.resolve("device-certs/tedge-certificate.pem" + suffix);
    }
}
