package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tedge.testing.process.Openssl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL reads what we write, and we read what it writes. Needs {@code openssl} on the PATH. */
class OpensslIT {

    private static final CertificateRequest REQUEST =
            new CertificateRequest(new DeviceId("my-device"), "Thin Edge", "Device", Duration.ofDays(365));

    private final Path directory;
    private final DeviceCertificateFiles files;

    OpensslIT(@TempDir Path directory) {
        this.directory = directory;
        this.files = new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    @BeforeAll
    static void requireOpenssl() throws Exception {
        assertThat(Openssl.run(Path.of("."), "version")).startsWith("OpenSSL");
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
        Openssl.run(directory, "req", "-x509", "-new", "-key", "key.pem", "-subj", subject, "-out", "cert.pem");

        String seen = openssl("x509 -in cert.pem -noout -subject").strip();

        assertThat("subject=" + CertificateDetails.read(files.certificate()).subject())
                .isEqualTo(seen.replace(" = ", "="));
    }

    @ParameterizedTest
    @CsvSource({
        "EC256, ecdsa-with-SHA256, NIST CURVE: P-256",
        "EC384, ecdsa-with-SHA384, NIST CURVE: P-384",
        "RSA2048, sha256WithRSAEncryption, Public-Key: (2048 bit)"
    })
    void openssl_acceptsOurCertificates_ofEachKeyType(KeyType type, String signature, String key) {
        files.create(REQUEST, type, FileOwner.whoeverMakesThem(), Clock.systemUTC());

        assertThat(openssl("pkey -in key.pem -pubout")).isEqualTo(openssl("x509 -in cert.pem -noout -pubkey"));
        assertThat(openssl("x509 -in cert.pem -noout -text")).contains(signature, key);
        assertThat(openssl("verify -CAfile cert.pem cert.pem")).contains("cert.pem: OK");
        assertThat(openssl("pkey -in key.pem -check -noout")).contains("Key is valid");
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void openssl_acceptsRenewedCertificates(KeyType type) {
        files.create(REQUEST, type, FileOwner.whoeverMakesThem(), Clock.systemUTC());

        files.renew(Duration.ofDays(7), Clock.systemUTC());

        assertThat(openssl("x509 -in cert.pem.new -noout -subject -pubkey"))
                .isEqualTo(openssl("x509 -in cert.pem -noout -subject -pubkey"));
        assertThat(openssl("verify -CAfile cert.pem.new cert.pem.new")).contains("OK");
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void openssl_verifiesOurRequests_ofEachKeyType(KeyType type) {
        request().create(Optional.of(REQUEST), Optional.of(type), FileOwner.whoeverMakesThem());

        assertThat(openssl("req -in device.csr -noout -verify -subject"))
                .contains("verify OK", "subject=CN = my-device, O = Thin Edge, OU = Device");
        assertThat(openssl("req -in device.csr -noout -pubkey")).isEqualTo(openssl("pkey -in key.pem -pubout"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecparam -name prime256v1 -genkey -out key.pem",
                "ecparam -name secp384r1 -genkey -noout -out key.pem",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key.pem",
                "genrsa -traditional -out key.pem 2048",
                "genrsa -out key.pem 3072"
            })
    void request_isForTheKeyThatIsThere(String command) throws Exception {
        openssl(command);
        byte[] key = Files.readAllBytes(files.key());

        request().create(Optional.of(REQUEST), Optional.empty(), FileOwner.whoeverMakesThem());

        assertThat(openssl("req -in device.csr -noout -verify")).contains("verify OK");
        assertThat(openssl("req -in device.csr -noout -pubkey")).isEqualTo(openssl("pkey -in key.pem -pubout"));
        assertThat(files.key()).hasBinaryContent(key);
    }

    @Test
    void request_isForTheKey_withoutItsPublicHalf() {
        openssl("ecparam -name prime256v1 -genkey -noout -out whole.pem");
        openssl("ec -in whole.pem -no_public -out key.pem");

        request().create(Optional.of(REQUEST), Optional.empty(), FileOwner.whoeverMakesThem());

        assertThat(openssl("req -in device.csr -noout -pubkey")).isEqualTo(openssl("pkey -in whole.pem -pubout"));
    }

    @Test
    void certificateOfACompany_takesThePlaceOfTheSelfSignedOne() throws Exception {
        create();
        byte[] before = Files.readAllBytes(files.certificate());
        Openssl.run(directory, "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -subj /CN=ACME -out ca.pem");
        request().create(Optional.empty(), Optional.empty(), FileOwner.whoeverMakesThem());
        openssl("x509 -req -in device.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 7 -out cert.pem.new");
        RenewedCertificate renewed = RenewedCertificate.of(files);

        renewed.requireUsable(Clock.systemUTC().instant());
        assertThat(files.certificate()).hasBinaryContent(before);
        renewed.promote(renewed.content());

        assertThat(renewed.exists()).isFalse();
        assertThat(openssl("verify -CAfile ca.pem cert.pem")).contains("OK");
        assertThat(CertificateDetails.read(files.certificate()).subject())
                .isEqualTo("CN=my-device, O=Thin Edge, OU=Device");
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> files.renew(Duration.ofDays(7), Clock.systemUTC()))
                .withMessageContaining("is not self-signed");
    }

    @Test
    void openssl_verifiesTheServerOfTheThrowawayAuthority() throws Exception {
        ThrowawayAuthority authority = ThrowawayAuthority.create(Clock.systemUTC());
        authority.writeCertificate(directory.resolve("ca.pem"));
        KeyWithChain server = authority.issueServer(List.of("localhost", "127.0.0.1"));
        Files.writeString(directory.resolve("server.pem"), PemCertificates.pem(server.certificate()));

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
        files.create(REQUEST, Clock.systemUTC());
    }

    private SigningRequestFile request() {
        return new SigningRequestFile(files, directory.resolve("device.csr"));
    }

    private String openssl(String arguments) {
        return Openssl.run(directory, arguments);
    }
}
