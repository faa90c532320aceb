package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertCreateCsrCommandTest {

    private static final String HEADER = "-----BEGIN CERTIFICATE REQUEST-----\n";
    private static final Result CREATED = new Result(0, "", "Certificate Signing Request was successfully created.\n");

    private final Path directory;
    private final Path request;
    private final TestingConsole console;

    CertCreateCsrCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.request = directory.resolve("device-certs/tedge.csr");
        this.console = new TestingConsole(directory);
    }

    @Test
    void withoutAnything_aKeyIsMade() {
        assertThat(console.run("cert create-csr --device-id my-device")).isEqualTo(CREATED);

        assertThat(request).content().startsWith(HEADER);
        assertThat(directory.resolve("device-certs/tedge-private-key.pem")).exists();
        assertThat(directory.resolve("device-certs/tedge-certificate.pem")).doesNotExist();
    }

    @Test
    void withACertificate_noIdIsNeeded() throws IOException {
        console.run("cert create --device-id my-device");
        Path certificate = directory.resolve("device-certs/tedge-certificate.pem");
        String before = Files.readString(certificate);

        assertThat(console.run("cert create-csr")).isEqualTo(CREATED);
        assertThat(console.run("cert create-csr")).as("again").isEqualTo(CREATED);

        assertThat(certificate).hasContent(before);
    }

    @Test
    void withoutCertificate_anIdIsNeeded() throws IOException {
        assertThat(console.run("cert create-csr")).isEqualTo(new Result(1, "", """
                                Error: missing configuration parameter

                                Caused by:
                                    No device ID is provided. Use `--device-id <name>` option to specify the device ID.
                                """));
        Files.writeString(directory.resolve("tedge.toml"), "device.id = 'configured'\n");
        assertThat(console.run("cert create-csr")).isEqualTo(CREATED);
    }

    @Test
    void badId_isRefused_andAnOddOneWarnedOf() {
        assertThat(console.run("cert create-csr --device-id a/b").err())
                .startsWith("Error: failed to create a certificate signing request for the device a/b.\n")
                .contains("0: DeviceID Error");
        assertThat(request).doesNotExist();
        assertThat(console.run("cert create-csr --device-id my.device").err())
                .startsWith("warning: 'my.device' can't be the name of a thing in AWS IoT");
    }

    @Test
    void request_isWrittenWhereItIsWanted() throws IOException {
        Path elsewhere = directory.resolve("x.csr");
        assertThat(console.run("cert create-csr --device-id x --output-path " + elsewhere))
                .isEqualTo(CREATED);
        assertThat(elsewhere).content().startsWith(HEADER);

        Files.writeString(
                directory.resolve("tedge.toml"),
                "aws.profiles.second.device.csr_path = '%s/second.csr'\n".formatted(directory));
        assertThat(console.run("cert create-csr --device-id x aws --profile second"))
                .isEqualTo(CREATED);
        assertThat(directory.resolve("second.csr")).content().startsWith(HEADER);
    }

    @Test
    void nothingElse_isOverwritten() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine"), "mine");

        Result result = console.run("cert create-csr --device-id x --output-path " + mine);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("is not a certificate signing request, and would be overwritten");
        assertThat(mine).hasContent("mine");
    }
}
