package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCertificateFilesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final CertificateRequest REQUEST =
            new CertificateRequest(new DeviceId("my-device"), "Thin Edge", "Device", Duration.ofDays(365));

    private final Path directory;
    private final DeviceCertificateFiles files;

    DeviceCertificateFilesTest(@TempDir Path directory) {
        this.directory = directory;
        this.files = new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    @Test
    void create_writesACertificateAndItsKey() throws IOException {
        files.create(REQUEST, CLOCK);

        X509Certificate certificate = PemCertificates.first(files.certificate());
        assertThat(certificate.getBasicConstraints()).as("CA, any path length").isEqualTo(Integer.MAX_VALUE);
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(certificate.getSerialNumber()).isPositive();
        CertificateDetails details = CertificateDetails.of(certificate);
        assertThat(details.subject()).isEqualTo("CN=my-device, O=Thin Edge, OU=Device");
        assertThat(details.issuer()).isEqualTo(details.subject());
        assertThat(details.validFrom()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(details.validUntil()).isEqualTo("2027-11-22T12:00:00Z");
        assertThat(CertificateDetails.commonName(files.certificate())).contains("my-device");
        assertThat(new ClientIdentity(files.certificate(), files.key()).load().certificate())
                .isEqualTo(certificate);
        assertThat(files.key()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(permissions(files.key())).isEqualTo("r--------");
        assertThat(permissions(files.certificate())).isEqualTo("r--r--r--");
        assertNothingBut(files.certificate(), files.key());
    }

    @Test
    void create_keepsAnExistingCertificate() throws IOException {
        Files.writeString(files.certificate(), "mine");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> files.create(REQUEST, CLOCK))
                .withMessage("A certificate already exists and would be overwritten.\n"
                        + "        Existing file: \"" + files.certificate() + "\"\n"
                        + "        Run `tedge cert remove` first to generate a new certificate.");
        assertThat(files.certificate()).hasContent("mine");
        assertNothingBut(files.certificate());
    }

    @Test
    void create_leavesNoCertificate_whenThereIsAKeyAlready() throws IOException {
        Files.writeString(files.key(), "mine");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> files.create(REQUEST, CLOCK))
                .withMessageStartingWith("A private key already exists and would be overwritten.");
        assertThat(files.key()).hasContent("mine");
        assertNothingBut(files.key());
    }

    @Test
    void create_leavesNoKey_whenTheCertificateCanNotBeWritten() throws IOException {
        Path missing = directory.resolve("missing");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() ->
                        new DeviceCertificateFiles(missing.resolve("cert.pem"), files.key()).create(REQUEST, CLOCK))
                .withMessageContaining("can't be written: the directory " + missing + " does not exist");
        assertNothingBut();
    }

    @Test
    void newFile_isTakenAway_unlessItIsKept() throws IOException {
        try (NewFile file = NewFile.beside(files.key())) {
            file.write("text", "r--------");
            file.publish();
            assertThat(files.key()).hasContent("text");
        }

        assertNothingBut();
    }

    @Test
    void newFile_doesNotReplaceWhatSomebodyElseHasJustMade() throws IOException {
        try (NewFile file = NewFile.beside(files.key())) {
            file.write("text", "r--------");
            Files.writeString(files.key(), "theirs");

            assertThatExceptionOfType(CredentialException.class)
                    .isThrownBy(file::publish)
                    .withMessageContaining("another process has just made it");
        }

        assertThat(files.key()).hasContent("theirs");
        assertNothingBut(files.key());
    }

    @Test
    void remove_tellsWhetherBothWereThere() throws IOException {
        files.create(REQUEST, CLOCK);

        assertThat(files.remove()).isTrue();
        assertThat(files.remove()).isFalse();
        Files.writeString(files.key(), "");
        assertThat(files.remove()).as("a key alone").isFalse();
        assertNothingBut();
    }

    @Test
    void validity_isInWholeDays_atLeastOne() {
        assertThat(new CertificateRequest(new DeviceId("x"), "O", "OU", Duration.ofHours(47)).validity())
                .isEqualTo(Duration.ofDays(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateRequest(new DeviceId("x"), "O", "OU", Duration.ofHours(23)));
    }

    private void assertNothingBut(Path... expected) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            assertThat(found).containsExactlyInAnyOrder(expected);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
