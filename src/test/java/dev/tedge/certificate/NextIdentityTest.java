package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each state in which a power cut can leave the change of key and certificate. */
class NextIdentityTest {

    private static final CertificateRequest SUBJECT =
            new CertificateRequest(new DeviceId("robot-7"), "Thin Edge", "Device", Duration.ofDays(365));
    private static final FileOwner OWNER = FileOwner.whoeverMakesThem();

    private final Path directory;
    private final DeviceCertificateFiles active;
    private final NextIdentity next;

    NextIdentityTest(@TempDir Path directory) {
        this.directory = directory;
        this.active = new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        this.next = new NextIdentity(active);
    }

    @Test
    void request_makesAKeyForItsOwnerOnly_andUsesItAgain() throws IOException {
        String request = next.request(SUBJECT, KeyType.EC256, OWNER);

        assertThat(request).startsWith("-----BEGIN CERTIFICATE REQUEST-----\n");
        assertThat(permissions(next.key())).isEqualTo("r--------");
        String key = Files.readString(next.key());
        next.request(SUBJECT, KeyType.EC256, OWNER);
        assertThat(next.key()).hasContent(key);
    }

    @Test
    void request_replacesAKeyOfAnotherKind_orABrokenOne() throws IOException {
        Files.writeString(next.key(), "rubbish");
        next.request(SUBJECT, KeyType.EC256, OWNER);
        assertThat(KeyType.of(PrivateKeys.read(next.key()))).contains(KeyType.EC256);

        next.request(SUBJECT, KeyType.EC384, OWNER);

        assertThat(KeyType.of(PrivateKeys.read(next.key()))).contains(KeyType.EC384);
    }

    @Test
    void certificate_ofAnotherKeyOrName_isRefused() {
        next.request(SUBJECT, KeyType.EC256, OWNER);
        String own = issued();

        next.requireOurs(own, new DeviceId("robot-7"));
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> next.requireOurs(own, new DeviceId("robot-8")))
                .withMessageContaining("is for 'robot-7', not for 'robot-8'");
        next.request(SUBJECT, KeyType.EC384, OWNER);
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> next.requireOurs(own, new DeviceId("robot-7")))
                .withMessageContaining("is not for the key " + next.key());
    }

    @Test
    void note_isForItsOwnerOnly_andGoes_whenTheCertificateWaits() throws IOException {
        next.request(SUBJECT, KeyType.EC256, OWNER);
        next.keep("a note", OWNER);
        assertThat(permissions(next.note())).isEqualTo("rw-------");
        assertThat(next.kept()).contains("a note");

        next.adopt(issued(), OWNER);

        assertThat(next.kept()).isEmpty();
        assertThat(next.waits()).isTrue();
        assertThat(files()).containsExactlyInAnyOrder("key.pem.new", "cert.pem.new");
    }

    @Test
    void promotion_replacesBoth() throws IOException {
        active.create(SUBJECT, Clock.systemUTC());
        String before = Files.readString(active.key());
        waitingWithItsKey();
        String waiting = Files.readString(next.key());
        RenewedCertificate renewed = RenewedCertificate.of(active);

        renewed.promote(renewed.content());

        assertThat(active.key()).hasContent(waiting).content().isNotEqualTo(before);
        load();
        assertThat(files()).containsExactlyInAnyOrder("key.pem", "cert.pem");
    }

    /** With and without an old key. */
    @Test
    void identity_isWhole_betweenTheTwoFiles_andCanBeSettled() throws IOException {
        waitingWithItsKey();
        Files.move(RenewedCertificate.of(active).file(), active.certificate());
        load();
        Files.writeString(active.key(), PrivateKeys.pem(KeyType.EC256.newKey().getPrivate()));
        load();

        active.settle();

        load();
        assertThat(files()).containsExactlyInAnyOrder("key.pem", "cert.pem");
    }

    @Test
    void identity_isTheOldOne_whileTheNewOneWaits() {
        active.create(SUBJECT, Clock.systemUTC());
        var old = load().certificate();
        waitingWithItsKey();

        active.settle();

        assertThat(load().certificate()).isEqualTo(old);
        assertThat(next.waits()).isTrue();
    }

    @Test
    void identity_ofNoKeyAtAll_isRefused() throws IOException {
        waitingWithItsKey();
        active.create(SUBJECT, Clock.systemUTC());
        Files.delete(active.certificate());
        Files.writeString(active.certificate(), signedFor(KeyType.EC256.newKey()));

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(this::load)
                .withMessageContaining("%s does not belong to the certificate", active.key());
    }

    @Test
    void discard_takesAwayWhatIsNew_andNothingElse() throws IOException {
        active.create(SUBJECT, Clock.systemUTC());
        waitingWithItsKey();
        next.keep("a note", OWNER);

        next.discard();
        assertThat(files()).containsExactlyInAnyOrder("key.pem", "cert.pem");

        active.renew(Duration.ofDays(30), Clock.systemUTC());
        next.discard();
        assertThat(files()).containsExactlyInAnyOrder("key.pem", "cert.pem", "cert.pem.new");
    }

    @Test
    void remove_takesAwayWhatWaits_too() throws IOException {
        active.create(SUBJECT, Clock.systemUTC());
        waitingWithItsKey();
        next.keep("a note", OWNER);

        assertThat(active.remove()).isTrue();

        assertThat(files()).isEmpty();
    }

    private KeyWithChain load() {
        return new ClientIdentity(active.certificate(), active.key()).load();
    }

    private void waitingWithItsKey() {
        next.request(SUBJECT, KeyType.EC256, OWNER);
        next.adopt(issued(), OWNER);
    }

    /** As if somebody had signed the request. */
    private String issued() {
        return signedFor(PrivateKeys.withPublicKey(PrivateKeys.read(next.key())));
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** A certificate of the device's name. */
    private static String signedFor(KeyPair pair) {
        return PemCertificates.pem(CertificateIssuer.selfSigned(
                CertificateIssuer.nameOf(SUBJECT),
                pair,
                new CertificateIssuer.Validity(
                        Clock.systemUTC().instant().minus(Duration.ofDays(1)), Duration.ofDays(30))));
    }
}
