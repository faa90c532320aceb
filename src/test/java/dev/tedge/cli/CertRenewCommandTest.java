package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertRenewCommandTest {

    private final Path directory;
    private final Path certificate;
    private final TestingConsole console;

    CertRenewCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.certificate = directory.resolve("device-certs/tedge-certificate.pem");
        this.console = new TestingConsole(directory);
    }

    @ParameterizedTest
    @CsvSource({"cert renew", "cert renew aws", "cert renew --ca self-signed"})
    void renew_showsTheNewCertificate_andWhatIsNext(String command) throws IOException {
        console.run("cert create --device-id my-device");
        String before = Files.readString(certificate);

        Result result = console.at("2027-11-01T12:00:00Z").run(command);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("""
                        Certificate renewed successfully
                            For an un-interrupted service:
                            => the new certificate has to be uploaded to the cloud
                            => then the device reconnected

                        """);
        assertThat(result.out())
                .startsWith("Certificate:   " + certificate + ".new\n")
                .contains("Subject:       CN=my-device, O=Thin Edge, OU=Device\n")
                .contains("Status:        VALID (expires in: 364d)\n");
        assertThat(certificate).hasContent(before);
        assertThat(console.run("cert show --new").out()).isEqualTo(result.out());
        assertThat(console.run("cert show --new --cert-path " + certificate).out())
                .isEqualTo(result.out());
        assertThat(console.run("cert remove").exitCode()).isZero();
        assertThat(console.run("cert show --new").exitCode()).isEqualTo(1);
    }

    @Test
    void renew_byCumulocity_isNotSupported() {
        console.run("cert create --device-id my-device");

        Result result = console.run("cert renew aws --ca c8y");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("Error: failed to renew the self-signed certificate of the device.\n")
                .contains("Certificate renewal is not supported for Aws");
        assertThat(Path.of(certificate + ".new")).doesNotExist();
    }

    @Test
    void renew_warns_ofARequestThatNobodyMakes() {
        console.run("cert create --device-id my-device");

        assertThat(console.run("cert renew --csr-path x.csr").err())
                .startsWith("warning: '--csr-path' has no effect: a self-signed certificate needs no request\n");
    }

    @Test
    void renew_needsACertificate() {
        assertThat(console.run("cert renew")).isEqualTo(new Result(1, "", """
                                Error: failed to renew the self-signed certificate of the device.

                                Caused by:
                                    0: Cannot renew certificate %1$s: reading certificate from %1$s
                                    1: No such file or directory
                                """.formatted(certificate)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-11-22T11:59:57Z | 1 | NOT VALID YET (will be in: 3s)
                    2026-11-23T12:00:00Z | 1 | VALID (expires in: 364d)
                    2027-10-23T11:59:59Z | 1 | VALID (expires in: 30d 1s)
                    2027-10-23T12:00:00Z | 0 | EXPIRES SOON (expires in: 30d)
                    2027-11-22T12:00:01Z | 0 | EXPIRED (since: 1s)
                    """)
    void needsRenewal_answersByExitCode(String now, int code, String status) {
        console.run("cert create --device-id my-device");

        assertThat(console.at(now).run("cert needs-renewal"))
                .isEqualTo(new Result(code, "", "Status:        " + status + "\n"));
        assertThat(console.run("cert needs-renewal aws --cert-path " + certificate)
                        .exitCode())
                .isEqualTo(code);
    }

    @Test
    void needsRenewal_asksTheSettingWhatSoonIs() {
        console.run("cert create --device-id my-device");
        console.run("config set certificate.validity.minimum_duration 365d");

        assertThat(console.run("cert needs-renewal").exitCode()).isZero();
    }

    @Test
    void needsRenewal_saysWhenItCanNotTell() throws IOException {
        assertThat(console.run("cert needs-renewal"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "Cannot check the certificate: reading certificate from %s: No such file or directory\n"
                                .formatted(certificate)));

        Files.writeString(directory.resolve("tedge.toml"), "[");
        Result broken = console.run("cert needs-renewal");
        assertThat(broken.exitCode()).as("not 1, which is: still good").isEqualTo(2);
        assertThat(broken.err()).startsWith("Cannot check the certificate: failed to load the configuration: ");
    }
}
