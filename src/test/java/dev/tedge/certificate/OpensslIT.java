package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL reads what we write, and we read what it writes. Needs {@code openssl} on the PATH. */
class OpensslIT {

    private final Path directory;
    private final DeviceCertificateFiles files;

    OpensslIT(@TempDir Path directory) {
        this.directory = directory;
        this.files = new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    @BeforeAll
    static void requireOpenssl() throws Exception {
        assertThat(run(Path.of("."), "openssl", "version")).startsWith("OpenSSL");
    }

    @Test
    void openssl_readsOurCertificateAsWeDo() throws Exception {
        create();
        CertificateDetails details = CertificateDetails.read(files.certificate());

        String seen =
                openssl("x509 -in cert.pem -noout -subject -issuer -serial -fingerprint -sha1 -ext basicConstraints");

        assertThat(seen.lines())
                .contains(
                        "subject=CN = my-device, O = Thin Edge, OU = Device",
                        "issuer=CN = my-device, O = Thin Edge, OU = Device",
                        "serial=%X".formatted(details.serialNumber()).replaceFirst("=(?=(..)*.$)", "=0"),
                        "    CA:TRUE");
        assertThat(seen.replace(":", "")).contains("Fingerprint=" + details.thumbprint());
        assertThat(openssl("x509 -in cert.pem -noout -checkend 31363200")).contains("will not expire");
        assertThat(openssl("verify -CAfile cert.pem cert.pem")).contains("cert.pem: OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/CN=my-device/O=Thin Edge/OU=Device",
                "/CN=#foo/O=Thin, Edge/OU=a\"b",
                "/CN=a+b/O=<x>;/OU=c\\\\d/emailAddress=x@example.org"
            })
    void names_areShownAsOpensslDoes(String subject) throws Exception {
        openssl("ecparam -name prime256v1 -genkey -noout -out key.pem");
        run(directory, "openssl", "req", "-x509", "-new", "-key", "key.pem", "-subj", subject, "-out", "cert.pem");

        String seen = openssl("x509 -in cert.pem -noout -subject").strip();

        assertThat("subject=" + CertificateDetails.read(files.certificate()).subject())
                .isEqualTo(seen.replace(" = ", "="));
    }

    @Test
    void openssl_findsTheKeyOfOurCertificate() throws Exception {
        create();

        assertThat(openssl("pkey -in key.pem -pubout")).isEqualTo(openssl("x509 -in cert.pem -noout -pubkey"));
    }

    @Test
    void openssl_verifiesTheServerOfTheThrowawayAuthority() throws Exception {
        ThrowawayAuthority authority = ThrowawayAuthority.create(Clock.systemUTC());
        authority.writeCertificate(directory.resolve("ca.pem"));
        KeyWithChain server = authority.issueServer(List.of("localhost", "127.0.0.1"));
        Files.writeString(
                directory.resolve("server.pem"),
                CertificateIssuer.pem("CERTIFICATE", server.certificate().getEncoded()));

        assertThat(openssl(
                        "verify -x509_strict -CAfile ca.pem -purpose sslserver -verify_hostname localhost server.pem"))
                .contains("OK");
        assertThat(openssl("verify -CAfile ca.pem -verify_ip 127.0.0.1 server.pem"))
                .contains("OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecparam -name prime256v1 -genkey -out key.pem", // with a block of parameters before the key
                "ecparam -name secp384r1 -genkey -noout -out key.pem",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem",
                "genrsa -traditional -out key.pem 2048",
                "genrsa -out key.pem 2048"
            })
    void ourReader_takesTheKeysOfOpenssl(String command) throws Exception {
        openssl(command);
        openssl("req -x509 -new -key key.pem -subj /CN=my-device -days 1 -text -out cert.pem");

        KeyWithChain loaded = new ClientIdentity(files.certificate(), files.key()).load();

        assertThat(loaded.chain()).hasSize(1);
        assertThat(CertificateDetails.commonName(files.certificate())).contains("my-device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -aes128 -passout pass:x -out key.pem 2048",
                "genrsa -aes128 -passout pass:x -out key.pem 2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:x -out key.pem"
            })
    void ourReader_refusesEncryptedKeys(String command) throws Exception {
        openssl(command);

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(files.key()))
                .withMessageContaining("is encrypted");
    }

    private void create() {
        files.create(
                new CertificateRequest(new DeviceId("my-device"), "Thin Edge", "Device", Duration.ofDays(365)),
                Clock.systemUTC());
    }

    private String openssl(String arguments) throws IOException, InterruptedException {
        return run(
                directory,
                Stream.concat(Stream.of("openssl"), Stream.of(arguments.split(" ")))
                        .toArray(String[]::new));
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
