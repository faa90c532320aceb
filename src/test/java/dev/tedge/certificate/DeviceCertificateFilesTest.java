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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void create_beginsAnew_whereAKilledProcessHasStopped() throws IOException {
        Path interrupted = Files.writeString(directory.resolve(".tedge-cert-1.tmp"), "half");
        Files.createLink(files.key(), interrupted);
        Path unfinished = Files.writeString(directory.resolve(".tedge-cert-2.tmp"), "");

        files.create(REQUEST, CLOCK);

        assertThat(new ClientIdentity(files.certificate(), files.key()).load().chain())
                .hasSize(1);
        assertThat(unfinished).doesNotExist();
        assertNothingBut(files.certificate(), files.key());
    }

    @Test
    void create_leavesAlone_whatALivingProcessIsMaking() throws IOException {
        try (NewFile file = NewFile.beside(files.key())) {
            file.write("theirs", "r--------", FileOwner.whoeverMakesThem());
            file.publish();

            assertThatExceptionOfType(CredentialException.class)
                    .isThrownBy(() -> files.create(REQUEST, CLOCK))
                    .withMessageStartingWith("A private key already exists");
            assertThat(files.key()).hasContent("theirs");
            assertThat(temporary()).hasContent("theirs");
        }
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
            file.write("text", "r--------", FileOwner.whoeverMakesThem());
            file.publish();
            assertThat(files.key()).hasContent("text");
        }

        assertNothingBut();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void newFile_leavesAlone_whatSomebodyPutsInItsPlace(boolean link) throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
        try (NewFile file = NewFile.beside(files.key())) {
            Path swapped = temporary();
            assertThat(permissions(swapped)).isEqualTo("rw-------");
            Files.delete(swapped);
            if (link) {
                Files.createSymbolicLink(swapped, victim);
            } else {
                Files.createLink(swapped, victim);
            }

            assertThatExceptionOfType(CredentialException.class)
                    .isThrownBy(() -> file.write("text", "rw-rw-rw-", FileOwner.whoeverMakesThem()))
                    .withMessageContaining("somebody else has just replaced it");
            assertThatExceptionOfType(CredentialException.class).isThrownBy(file::publish);
        }

        assertThat(victim).hasContent("mine");
        assertThat(permissions(victim)).isEqualTo("rw-------");
        assertNothingBut(victim);
    }

    @Test
    void create_refusesOneFileForBoth() throws IOException {
        Path same = directory.resolve("x/../cert.pem");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> new DeviceCertificateFiles(files.certificate(), same).create(REQUEST, CLOCK))
                .withMessageContaining("can't both be in " + same);
        assertNothingBut();
    }

    @Test
    void create_takesNamesAsText() {
        CertificateRequest odd =
                new CertificateRequest(new DeviceId("%x"), "#0a\\, \"Edge\"", "O=U + x", Duration.ofDays(1));

        files.create(odd, CLOCK);

        assertThat(CertificateDetails.read(files.certificate()).subject())
                .isEqualTo("CN=%x, O=\"#0a\\\\, \\\"Edge\\\"\", OU=\"O=U + x\"");
    }

    @Test
    void newFile_doesNotReplaceWhatSomebodyElseHasJustMade() throws IOException {
        try (NewFile file = NewFile.beside(files.key())) {
            file.write("text", "r--------", FileOwner.whoeverMakesThem());
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
    void remove_takesAnUnfinishedRenewalAway() throws IOException {
        files.create(REQUEST, CLOCK);
        Path renewed = Files.writeString(directory.resolve("cert.pem.new"), "");

        assertThat(files.remove()).isTrue();
        assertNothingBut();
        Files.writeString(renewed, "");
        assertThat(files.remove()).as("nothing else").isFalse();
        assertNothingBut();
    }

    @Test
    void remove_saysWhyItCanNot() throws IOException {
        Files.createDirectories(files.key().resolve("x"));

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(files::remove)
                .withMessage("The file " + files.key() + " can't be removed: It is a directory that is not empty");
    }

    @Test
    void validity_isInWholeDays_atLeastOne() {
        assertThat(new CertificateRequest(new DeviceId("x"), "O", "OU", Duration.ofHours(47)).validity())
                .isEqualTo(Duration.ofDays(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateRequest(new DeviceId("x"), "O", "OU", Duration.ofHours(23)));
    }

    private Path temporary() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.getFileName().toString().startsWith(".tedge-"))
                    .findFirst()
                    .orElseThrow();
        }
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
