package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningRequestFileTest {

    private static final FileOwner OWNER = FileOwner.whoeverMakesThem();

    private final Path directory;
    private final DeviceCertificateFiles files;
    private final SigningRequestFile request;

    SigningRequestFileTest(@TempDir Path directory) {
        this.directory = directory;
        this.files = TestingDevice.files(directory);
        this.request = TestingDevice.request(directory);
    }

    @Test
    void create_makesAKey_whenThereIsNone() throws IOException {
        request.create(Optional.of(TestingDevice.REQUEST), Optional.of(KeyType.EC384), OWNER);

        assertThat(KeyType.of(PrivateKeys.read(files.key()))).contains(KeyType.EC384);
        assertThat(permissions(files.key())).isEqualTo("r--------");
        assertThat(permissions(request.file())).isEqualTo("r--r--r--");
        assertThat(subject()).isEqualTo("CN=my-device,O=Thin Edge,OU=Device");
        assertThat(files.certificate()).doesNotExist();
    }

    @Test
    void create_takesTheSubjectOfTheCertificate_overAnEarlierRequest() throws IOException {
        files.create(TestingDevice.REQUEST, Clock.systemUTC());
        byte[] certificate = Files.readAllBytes(files.certificate());
        byte[] key = Files.readAllBytes(files.key());
        CertificateRequest other =
                new CertificateRequest(new DeviceId("other"), "ACME", "IoT", TestingDevice.REQUEST.validity());
        request.create(Optional.of(other), Optional.empty(), OWNER);
        assertThat(subject()).isEqualTo("CN=other,O=ACME,OU=IoT");

        request.create(Optional.empty(), Optional.empty(), OWNER);

        assertThat(subject()).isEqualTo("CN=my-device,O=Thin Edge,OU=Device");
        assertThat(files.certificate()).hasBinaryContent(certificate);
        assertThat(files.key()).hasBinaryContent(key);
    }

    @Test
    void create_overwritesNothingButARequest() throws IOException {
        Files.writeString(request.file(), "mine");

        assertRefused(request, Optional.empty(), "is not a certificate signing request, and would be overwritten");
        assertThat(request.file()).hasContent("mine");
        assertThat(files.key()).doesNotExist();
    }

    @Test
    void create_keepsAwayFromCertificateAndKey() {
        assertRefused(new SigningRequestFile(files, files.key()), Optional.empty(), "name another file");
        assertRefused(new SigningRequestFile(files, files.certificate()), Optional.empty(), "name another file");
    }

    @Test
    void create_makesNoOtherKey_forACertificateWithout() throws IOException {
        files.create(TestingDevice.REQUEST, Clock.systemUTC());
        Files.delete(files.key());

        assertRefused(request, Optional.empty(), "of the certificate %s is missing".formatted(files.certificate()));
        assertThat(files.key()).doesNotExist();
    }

    @Test
    void create_refusesAnotherTypeOfKey() {
        files.create(TestingDevice.REQUEST, Clock.systemUTC());

        assertRefused(request, Optional.of(KeyType.RSA2048), "is of another type than rsa2048");
        request.create(Optional.empty(), Optional.of(KeyType.EC256), OWNER);
        assertThat(request.file()).exists();
    }

    @Test
    void create_leavesNoKey_whenTheRequestCanNotBeWritten() {
        SigningRequestFile nowhere = new SigningRequestFile(files, directory.resolve("missing/device.csr"));

        assertRefused(
                nowhere, Optional.empty(), "the directory %s does not exist".formatted(directory.resolve("missing")));
        assertThat(files.key()).doesNotExist();
    }

    private static void assertRefused(SigningRequestFile request, Optional<KeyType> type, String reason) {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> request.create(Optional.of(TestingDevice.REQUEST), type, OWNER))
                .withMessageContaining(reason);
    }

    private String subject() throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(request.file())))) {
            return ((PKCS10CertificationRequest) parser.readObject())
                    .getSubject()
                    .toString();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
