package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewedCertificateTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration YEAR = Duration.ofDays(365);

    private final Path directory;
    private final DeviceCertificateFiles files;
    private final RenewedCertificate renewed;

    RenewedCertificateTest(@TempDir Path directory) {
        this.directory = directory;
        this.files = new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        this.renewed = RenewedCertificate.of(files);
    }

    @BeforeEach
    void createDevice() {
        files.create(request("my-device"), CLOCK);
    }

    @Test
    void renew_keepsKeyAndSubject_besideTheActiveCertificate() throws IOException {
        String before = Files.readString(files.certificate());

        files.renew(Duration.ofDays(10), Clock.offset(CLOCK, Duration.ofDays(100)));

        assertThat(renewed.file()).isEqualTo(directory.resolve("cert.pem.new"));
        assertThat(files.certificate()).hasContent(before);
        assertThat(permissions(renewed.file())).isEqualTo("r--r--r--");
        CertificateDetails details = CertificateDetails.read(renewed.file());
        assertThat(details.subject()).isEqualTo("CN=my-device, O=Thin Edge, OU=Device");
        assertThat(details.validFrom()).isEqualTo("2027-03-02T12:00:00Z");
        assertThat(details.validUntil()).isEqualTo("2027-03-12T12:00:00Z");
        assertThat(details.serialNumber())
                .isNotEqualTo(CertificateDetails.read(files.certificate()).serialNumber());
        assertThat(renewed.identity().load().certificate().getPublicKey())
                .isEqualTo(PemCertificates.first(files.certificate()).getPublicKey());
    }

    @Test
    void renew_replacesOneThatWaitsAlready() throws IOException {
        Files.writeString(renewed.file(), "rubbish");

        files.renew(YEAR, CLOCK);

        renewed.requireUsable(NOW);
    }

    @Test
    void renew_refusesWhatAnotherHasSigned() throws IOException {
        KeyWithChain signed = ThrowawayAuthority.create(CLOCK).issueServer(List.of("localhost"));
        Files.delete(files.certificate());
        Files.writeString(files.certificate(), PemCertificates.pem(signed.certificate()));

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> files.renew(YEAR, CLOCK))
                .withMessageStartingWith("Cannot renew certificate with self-signed ca: " + files.certificate()
                        + " is not self-signed\n")
                .withMessageContaining("`tedge cert create-csr`")
                .withMessageContaining("`tedge reconnect aws`");
        assertThat(renewed.exists()).isFalse();
    }

    @Test
    void renew_needsTheCertificate_andItsKey() throws IOException {
        Files.delete(files.key());
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> files.renew(YEAR, CLOCK))
                .withMessage("reading private key from " + files.key());

        Files.delete(files.certificate());
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> files.renew(YEAR, CLOCK))
                .withMessage(
                        "Cannot renew certificate %1$s: reading certificate from %1$s".formatted(files.certificate()));
        assertThat(renewed.exists()).isFalse();
    }

    @Test
    void promote_putsItInThePlaceOfTheActive() throws IOException {
        files.renew(YEAR, CLOCK);
        String waiting = Files.readString(renewed.file());
        Files.setPosixFilePermissions(renewed.file(), PosixFilePermissions.fromString("rw-------"));

        renewed.promote(renewed.content());

        assertThat(renewed.exists()).isFalse();
        assertThat(files.certificate()).hasContent(waiting);
        assertThat(permissions(files.certificate())).isEqualTo("r--r--r--");
    }

    @Test
    void promote_saysWhyItCanNot() {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> renewed.promote(new byte[] {}))
                .withMessageStartingWith("The file %s can't be read: ".formatted(renewed.file()));
        assertThat(CertificateDetails.commonName(files.certificate())).contains("my-device");
    }

    @Test
    void promote_refusesWhatWasNotTried() throws IOException {
        files.renew(YEAR, CLOCK);
        byte[] tried = renewed.content();
        Files.delete(renewed.file());
        Files.writeString(renewed.file(), "another");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> renewed.promote(tried))
                .withMessage(
                        "The file %s has changed since it was tried. Run the command again".formatted(renewed.file()));
        assertThat(CertificateDetails.commonName(files.certificate())).contains("my-device");
        assertThat(renewed.file()).hasContent("another");
    }

    @Test
    void rubbish_isNotUsable() throws IOException {
        Files.writeString(renewed.file(), "rubbish");

        assertRefused(NOW, "it can't be read, or does not belong to the key " + files.key());
    }

    @Test
    void certificateOfAnotherKey_isNotUsable() throws IOException {
        DeviceCertificateFiles other = other("my-device");
        Files.copy(other.certificate(), renewed.file());

        assertRefused(NOW, "it can't be read, or does not belong to the key " + files.key());
    }

    @Test
    void certificateOfAnotherDevice_isNotUsable() throws IOException {
        DeviceCertificateFiles other = other("other");
        Files.copy(other.certificate(), renewed.file());
        Files.delete(files.key());
        Files.copy(other.key(), files.key());

        assertRefused(NOW, "its common name is 'other', and the device is called my-device");
    }

    @Test
    void certificateOfAnotherTime_isNotUsable() {
        files.renew(YEAR, CLOCK);

        assertRefused(NOW.plus(YEAR), "it has expired at 2027-11-22T12:00:00Z");
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> renewed.requireUsable(NOW.minus(Duration.ofDays(2))))
                .withMessageEndingWith(
                        "can't be used yet: it is valid from 2026-11-22T12:00:00Z on, and the clock says %s. Set the clock"
                                .formatted(NOW.minus(Duration.ofDays(2))));
    }

    private void assertRefused(Instant now, String reason) {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> renewed.requireUsable(now))
                .withMessage("The new certificate %s can't be used: %s. Remove the file, or make another one"
                        .formatted(renewed.file(), reason));
    }

    private DeviceCertificateFiles other(String name) {
        DeviceCertificateFiles other =
                new DeviceCertificateFiles(directory.resolve("other.pem"), directory.resolve("other.key"));
        other.create(request(name), CLOCK);
        return other;
    }

    private static CertificateRequest request(String name) {
        return new CertificateRequest(new DeviceId(name), "Thin Edge", "Device", YEAR);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
