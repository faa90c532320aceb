package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.KeyForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectChecksIT {

    private static final TestingCertificates CERTIFICATES = new TestingCertificates();

    private final Path directory;
    private final Map<String, String> settings = new TreeMap<>();

    ConnectChecksIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void everythingIsAsItShouldBe() throws IOException {
        settings.put("TEDGE_AWS_URL", "a1b2c3d4e5-ats.iot.eu-central-1.amazonaws.com");
        settings.put(
                "TEDGE_AWS_ROOT_CERT_PATH",
                CERTIFICATES.writeAuthority(directory).toString());
        settings.put("TEDGE_CERTIFICATE_VALIDITY_MINIMUM_DURATION", "1d");
        use(CERTIFICATES.device("dev-1"));
    }

    @Test
    void nothingIsFound_whenAllIsWell() {
        assertThat(findings()).isEqualTo(Findings.NONE);
    }

    @Test
    void missingCertificate_isAProblem() throws IOException {
        Files.delete(certificate());
        settings.put("TEDGE_DEVICE_ID", "dev-1");

        assertProblem("Missing file: " + certificate(), "tedge cert create");
    }

    @Test
    void missingKey_isAProblem() throws IOException {
        Files.delete(key());

        assertProblem("reading private key from " + key(), "No such file");
    }

    @Test
    void brokenCertificate_isAProblem() throws IOException {
        Files.writeString(certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        settings.put("TEDGE_DEVICE_ID", "dev-1");

        assertProblem("decoding certificate from " + certificate());
    }

    @Test
    void keyOfAnotherCertificate_isAProblem() throws IOException {
        Files.delete(key());
        CERTIFICATES.device("other").writeKey(key(), KeyForm.PKCS8);

        assertProblem("does not belong to the certificate", key().toString());
    }

    @Test
    void expiredCertificate_isAProblem() throws IOException {
        use(CERTIFICATES.expiredDevice("dev-1"));

        assertProblem("has expired on ", certificate().toString(), "register it in AWS");
    }

    @Test
    void certificateOfTheFuture_isAProblem() throws IOException {
        use(CERTIFICATES.notYetValidDevice("dev-1"));

        assertProblem("is valid from ", "Set the clock");
    }

    @Test
    void certificateThatExpiresSoon_isDoubtful() {
        Instant soon = Instant.now().plus(Duration.ofDays(29)).plus(Duration.ofHours(12));

        Findings findings = new ConnectChecks(config(), soon).findings();

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).singleElement().asString().contains("expires on ", "renew it");
    }

    @Test
    void idThatIsNoThingName_isAProblem() throws IOException {
        use(CERTIFICATES.device("dev.1"));

        assertProblem("'dev.1'", "can't be the name of a thing");
    }

    @Test
    void idThatCantBeInATopic_isAProblem() throws IOException {
        use(CERTIFICATES.device("plant/7"));

        assertProblem("'plant/7'", "can't be the name of a thing");
    }

    @Test
    void missingRootCertificates_areAProblem() {
        settings.put("TEDGE_AWS_ROOT_CERT_PATH", directory.resolve("nowhere").toString());

        assertProblem("aws.root_cert_path: ", directory.resolve("nowhere").toString(), "do not exist");
    }

    @Test
    void directoryWithoutRootCertificates_isAProblem() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        settings.put("TEDGE_AWS_ROOT_CERT_PATH", empty.toString());

        assertProblem("aws.root_cert_path: No root certificate in the directory " + empty);
    }

    @Test
    void allProblems_areToldAtOnce() throws IOException {
        settings.put("TEDGE_AWS_URL", "console.aws.amazon.com");
        settings.put("TEDGE_AWS_ROOT_CERT_PATH", directory.resolve("nowhere").toString());
        use(CERTIFICATES.expiredDevice("dev-1"));

        assertThat(findings().problems()).hasSize(3);
    }

    /** A link to itself can't be read by the superuser either. */
    @Test
    void keyThatCantBeRead_leavesTheOtherChecks() throws IOException {
        use(CERTIFICATES.expiredDevice("dev-1"));
        settings.put("TEDGE_AWS_URL", "console.aws.amazon.com");
        Files.delete(key());
        Files.createSymbolicLink(key(), key());

        Findings findings = new ConnectChecks(config(), Instant.now()).findingsWithoutKey();

        assertThat(findings.problems()).hasSize(2).anyMatch(problem -> problem.contains("has expired on "));
        assertThat(findings.warnings())
                .containsExactly("The private key %s can't be read, and is not checked".formatted(key()));
    }

    private void assertProblem(String... parts) {
        Findings findings = findings();
        assertThat(findings.problems())
                .singleElement()
                .asString()
                .contains(parts)
                .doesNotContain("\n");
        assertThat(findings.warnings()).isEmpty();
    }

    private Findings findings() {
        return new ConnectChecks(config(), Instant.now()).findings();
    }

    private TedgeConfig config() {
        return TedgeConfig.load(directory, settings, CertificateDetails::commonName);
    }

    private void use(TestingIdentity identity) throws IOException {
        Files.createDirectories(certificate().getParent());
        identity.writeCertificate(certificate());
        identity.writeKey(key(), KeyForm.PKCS8);
    }

    private Path certificate() {
        return directory.resolve("device-certs/tedge-certificate.pem");
    }

    private Path key() {
        return directory.resolve("device-certs/tedge-private-key.pem");
    }
}
