package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tedge aws register}, as far as it asks nobody. */
class AwsRegisterCommandTest {

    @TempDir
    private Path directory;

    private TestingConsole console;

    @BeforeEach
    void console() {
        console = new TestingConsole(directory);
    }

    @Test
    void dryRun_printsCommandsThatDoTheSame() throws Exception {
        console.run("cert create --device-id rpi");

        Result result = console.run("aws register --dry-run --region eu-central-1 --thing-type gateway");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines().map(line -> line.replaceAll("'\\{.*}'", "DOCUMENT")))
                .containsExactly(
                        "aws iot --region eu-central-1 create-thing --thing-name rpi --thing-type-name gateway",
                        "aws iot --region eu-central-1 create-policy --policy-name tedge --policy-document DOCUMENT",
                        "certificate=$(aws iot --region eu-central-1 register-certificate-without-ca"
                                + " --status ACTIVE --query certificateArn --output text --certificate-pem"
                                + " \"$(openssl x509 -in " + directory.toRealPath()
                                + "/device-certs/tedge-certificate.pem)\")",
                        "aws iot --region eu-central-1 attach-policy --policy-name tedge --target \"$certificate\"",
                        "aws iot --region eu-central-1 attach-thing-principal --thing-name rpi --principal \"$certificate\"",
                        "tedge --config-dir " + directory.toRealPath()
                                + " config set aws.url \"$(aws iot --region eu-central-1 describe-endpoint"
                                + " --endpoint-type iot:Data-ATS --query endpointAddress --output text)\"");
        assertThat(result.out()).contains("arn:aws:iot:eu-central-1:*:client/${iot:Connection.Thing.ThingName}");
    }

    @Test
    void withoutCertificate_thereIsNothingToRegister() {
        Result result = console.with("TEDGE_DEVICE_ID", "rpi").run("aws register --region eu-central-1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("tedge-certificate.pem");
    }

    @Test
    void settingsThatCantBeWritten_areToldOf_beforeTheFirstRequest() throws Exception {
        console.run("cert create --device-id rpi");
        Files.deleteIfExists(directory.resolve(".tedge.toml.lock"));
        Files.createDirectory(directory.resolve(".tedge.toml.lock"));

        Result result = console.run("aws register --region eu-central-1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("can't be written")
                .contains("sudo -E")
                .doesNotContain("AWS credentials");
    }

    @Test
    void proxyOverTls_isToldOf_beforeTheFirstRequest() throws Exception {
        console.run("cert create --device-id rpi");
        console.run("config set proxy.address https://127.0.0.1:1");

        Result result = console.run("aws register --region eu-central-1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("can't use a proxy that is asked over TLS", "proxy.no_proxy");
    }

    @Test
    void names_thatAwsDoesNotTake_areMisuse() {
        assertThat(console.run("aws register --region Frankfurt").exitCode()).isEqualTo(2);
        assertThat(console.run("aws register --policy-name a/b").err()).contains("can't be the name of a policy");
        assertThat(console.run("aws register --thing-type a/b").err()).contains("can't be the name of a thing type");
    }
}
