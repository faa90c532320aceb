package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertCommandTest {

    private final Path directory;
    private final Path certificate;
    private final TestingConsole console;

    CertCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.certificate = directory.resolve("device-certs/tedge-certificate.pem");
        this.console = new TestingConsole(directory);
    }

    @Test
    void create_showsTheCertificate_andWhatIsNext() {
        Result result = console.run("cert create --device-id my-device");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("""
                        Certificate created successfully
                            => the certificate has to be uploaded to the cloud
                            => before the device can be connected

                        """);
        assertThat(result.out()).matches("""
                        Certificate:   %s
                        Subject:       CN=my-device, O=Thin Edge, OU=Device
                        Issuer:        CN=my-device, O=Thin Edge, OU=Device
                        Status:        VALID \\(expires in: 364d\\)
                        Valid from:    Sun, 22 Nov 2026 12:00:00 \\+0000
                        Valid until:   Mon, 22 Nov 2027 12:00:00 \\+0000
                        Serial number: [1-9][0-9]* \\(0x[0-9a-f]+\\)
                        Thumbprint:    [0-9A-F]{40}
                        """.formatted(certificate));
        assertThat(console.run("cert show")).isEqualTo(new Result(0, result.out(), ""));
        assertThat(console.run("cert show aws").out()).isEqualTo(result.out());
        assertThat(console.run("config get device.id").out()).isEqualTo("my-device\n");
        assertThat(console.run("config get aws.device.id").out()).isEqualTo("my-device\n");
    }

    @Test
    void create_takesTheConfiguredId_andSubject() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), """
                device.id = "configured"
                certificate.organization = "ACME"
                certificate.organization_unit = "IoT"
                certificate.validity.requested_duration = "10d"
                """);

        assertThat(console.run("cert create").out())
                .contains("Subject:       CN=configured, O=ACME, OU=IoT\n")
                .contains("Status:        EXPIRES SOON (expires in: 9d)\n");
    }

    @Test
    void create_forAws_usesItsOwnPaths() throws IOException {
        Files.writeString(
                directory.resolve("tedge.toml"),
                "[aws.device]\ncert_path = '%1$s/aws.pem'\nkey_path = '%1$s/aws.key'\n".formatted(directory));

        assertThat(console.run("cert create --device-id my-thing aws").exitCode())
                .isZero();

        assertThat(directory.resolve("aws.pem")).exists();
        assertThat(directory.resolve("aws.key")).exists();
        assertThat(directory.resolve("device-certs")).doesNotExist();
        assertThat(console.run("config get aws.device.id").out()).isEqualTo("my-thing\n");
        assertThat(console.run("config get device.id").exitCode()).isEqualTo(1);
        assertThat(console.run("cert remove aws").err()).isEqualTo("Certificate was successfully removed\n");
        assertThat(directory.resolve("aws.key")).doesNotExist();
    }

    @Test
    void create_forAProfile_usesItsOwnPaths() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), """
                [aws.profiles.second.device]
                cert_path = '%1$s/second.pem'
                key_path = '%1$s/second.key'
                """.formatted(directory));

        assertThat(console.run("cert create --device-id my-second aws --profile second")
                        .exitCode())
                .isZero();

        assertThat(directory.resolve("second.pem")).exists();
        assertThat(directory.resolve("second.key")).exists();
        assertThat(certificate).doesNotExist();
        console.with("TEDGE_CLOUD_PROFILE", "second");
        assertThat(console.run("cert show aws").out()).contains("CN=my-second");
        assertThat(console.run("cert show").exitCode()).as("not for AWS").isEqualTo(1);
        assertThat(console.run("cert remove aws").err()).isEqualTo("Certificate was successfully removed\n");
        assertThat(directory.resolve("second.key")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create-csr", "show", "renew", "needs-renewal", "remove"})
    void profile_isForAws(String command) {
        Result result = console.run("cert " + command + " --profile second");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: '--profile' is for the certificate for AWS: write 'aws' as well\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec256", "ec384", "rsa2048"})
    void create_makesTheKeyThatIsAskedFor(String type) {
        Result result = console.run("cert create --device-id my-device --key-type " + type);

        assertThat(result.exitCode()).isZero();
        assertThat(console.run("cert create-csr --key-type " + type).exitCode())
                .as("is of that type")
                .isZero();
    }

    @Test
    void create_refusesOtherTypesOfKeys() {
        Result result = console.run("cert create --device-id my-device --key-type rsa1024");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).containsIgnoringCase("expected one of [ec256, ec384, rsa2048]");
        assertThat(certificate).doesNotExist();
    }

    @Test
    void create_namesAWrongSystemToml() throws IOException {
        Files.writeString(directory.resolve("system.toml"), "user = ");

        Result result = console.run("cert create --device-id my-device");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("warning: No log level was read: ")
                .contains("\nError: failed to load the configuration\n", "system.toml, line 1");
        assertThat(certificate).doesNotExist();
    }

    @Test
    void create_needsAnId() {
        assertThat(console.run("cert create")).isEqualTo(new Result(1, "", """
                                Error: missing configuration parameter

                                Caused by:
                                    No device ID is provided. Use `--device-id <name>` option to specify the device ID.
                                """));
    }

    @Test
    void create_refusesABadId() {
        Result result = console.run("cert create --device-id a/b");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("""
                        Error: failed to create a test certificate for the device a/b.

                        Caused by:
                            0: DeviceID Error
                            1: The string '"a/b"' contains characters which cannot be used in a name [""");
        assertThat(certificate).doesNotExist();
    }

    @Test
    void create_warns_whenAwsHasNoSuchThingName() {
        Result result = console.run("cert create --device-id my.device");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).startsWith("warning: 'my.device' can't be the name of a thing in AWS IoT");
    }

    @Test
    void create_keepsWhatIsThere() throws IOException {
        console.run("cert create --device-id my-device");
        String before = Files.readString(certificate);

        Result result = console.run("cert create --device-id other");

        assertThat(result).isEqualTo(new Result(1, "", """
                                Error: failed to create a test certificate for the device other.

                                Caused by:
                                    A certificate already exists and would be overwritten.
                                            Existing file: "%s"
                                            Run `tedge cert remove` first to generate a new certificate.
                                """.formatted(certificate)));
        assertThat(certificate).hasContent(before);
    }

    @Test
    void create_namesTheMissingConfigurationDirectory() {
        Path missing = directory.resolve("missing");

        Result result = console.run("cert create --device-id x --config-dir " + missing);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                        Error: failed to create a test certificate for the device x.

                        Caused by:
                            The configuration directory %s does not exist: \
                        create it with `tedge init`, or name another one with --config-dir
                        """.formatted(missing));
    }

    @Test
    void create_namesTheDirectoryThatCannotBe() throws IOException {
        Path configuration = Files.createDirectory(directory.resolve("configuration"));
        Files.createFile(configuration.resolve("device-certs"));

        assertThat(console.run("cert create --device-id x --config-dir " + configuration)
                        .err())
                .endsWith("    " + configuration + "/device-certs is a file, not a directory: remove it\n");
    }

    @Test
    void show_namesTheMissingFile() {
        assertThat(console.run("cert show")).isEqualTo(new Result(1, "", """
                                Error: failed to show the device certificate

                                Caused by:
                                    0: reading certificate from %s
                                    1: No such file or directory
                                """.formatted(certificate)));
    }

    @Test
    void show_readsAnyFile() throws IOException {
        console.run("cert create --device-id my-device");
        Path copy = Files.copy(certificate, directory.resolve("copy.pem"));

        assertThat(console.run("cert show --cert-path " + copy).out()).startsWith("Certificate:   " + copy + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-11-22T11:59:57Z | NOT VALID YET (will be in: 3s)
                    2026-11-22T12:00:00Z | VALID (expires in: 1y)
                    2027-10-23T11:58:58Z | VALID (expires in: 30d 1m 2s)
                    2027-10-23T12:00:00Z | EXPIRES SOON (expires in: 30d)
                    2027-11-22T12:00:00Z | EXPIRES SOON (expires in: 0s)
                    2029-11-21T13:00:00Z | EXPIRED (since: 2y 1h)
                    """)
    void show_tellsTheStatus(String now, String status) {
        console.run("cert create --device-id my-device");

        assertThat(console.at(now).run("cert show").out()).contains("\nStatus:        " + status + "\n");
    }

    @Test
    void show_asksTheSettingWhatSoonIs() {
        console.run("cert create --device-id my-device");
        console.run("config set certificate.validity.minimum_duration 365d");

        assertThat(console.run("cert show").out()).contains("EXPIRES SOON (expires in: 364d)");
    }

    @Test
    void remove_isRepeatable() {
        console.run("cert create --device-id my-device");

        assertThat(console.run("cert remove")).isEqualTo(new Result(0, "", "Certificate was successfully removed\n"));
        assertThat(console.run("cert remove")).isEqualTo(new Result(0, "", "There is no certificate to remove\n"));
        assertThat(console.run("config get device.id").exitCode()).isEqualTo(1);
        assertThat(console.run("cert create --device-id other").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT0.9S, 0s", "PT59S, 59s", "PT8784H, 1y 1d", "PT8760H1S, 1y 1s", "PT25H, 1d 1h"})
    void duration_isShort(Duration duration, String text) {
        assertThat(CertificateText.of(duration)).isEqualTo(text);
    }
}
