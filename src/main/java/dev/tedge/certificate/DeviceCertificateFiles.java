package dev.tedge.certificate;

import dev.tedge.certificate.CertificateIssuer.Validity;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * The certificate of the device and its private key on disk.
 *
 * @param certificate PEM, readable by all (0444)
 * @param key PKCS#8 PEM, readable by the owner only (0400)
 */
public record DeviceCertificateFiles(Path certificate, Path key) {

    static final String CERTIFICATE_PERMISSIONS = "r--r--r--";
    static final String KEY_PERMISSIONS = "r--------";

    /** The clock of a new device is often late; thin-edge.io goes back a day, too. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    public DeviceCertificateFiles {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }

    /** Makes both for whoever calls, with an EC P-256 key, see {@link #create(CertificateRequest, KeyType, FileOwner, Clock)}. */
    public void create(CertificateRequest request, Clock clock) {
        create(request, KeyType.EC256, FileOwner.whoeverMakesThem(), clock);
    }

    /**
     * Makes a key and a certificate that it signs itself, valid from a day before now, and writes both or none. A process
     * that is killed between the two leaves a key without certificate, never the other way round; the next call takes
     * that key away again and begins anew.
     *
     * @throws CredentialException when one of the files exists, or can't be written, or both are the same
     */
    public void create(CertificateRequest request, KeyType type, FileOwner owner, Clock clock) {
        requireTwoFiles();
        undoInterrupted();
        requireAbsent();
        KeyPair pair = type.newKey();
        X509Certificate made = CertificateIssuer.selfSigned(
                CertificateIssuer.nameOf(request), pair, validityOf(request.validity(), clock));
        try (NewFile newKey = NewFile.beside(key);
                NewFile newCertificate = NewFile.beside(certificate)) {
            newKey.write(PrivateKeys.pem(pair.getPrivate()), KEY_PERMISSIONS, owner);
            newCertificate.write(PemCertificates.pem(made), CERTIFICATE_PERMISSIONS, owner);
            newKey.publish();
            newCertificate.publish();
            newKey.keep();
            newCertificate.keep();
        }
    }

    /**
     * Makes a new certificate for the same key, with the same subject, valid from a day before now, and lets it wait
     * beside the present one, which stays as it is. One that waits already is replaced.
     *
     * @param validity as in {@link CertificateRequest}
     * @throws CredentialException when the present certificate is not self-signed, does not belong to the key, or can't be
     *     read, or when the new one can't be written
     */
    public RenewedCertificate renew(Duration validity, Clock clock) {
        X509Certificate present = selfSigned();
        PrivateKey privateKey = new ClientIdentity(certificate, key).load().key();
        X509Certificate made = CertificateIssuer.selfSigned(
                CertificateIssuer.nameOf(present),
                new KeyPair(present.getPublicKey(), privateKey),
                validityOf(CertificateRequest.wholeDays(validity), clock));
        RenewedCertificate renewed = RenewedCertificate.of(this);
        Leftovers.beside(certificate).clear();
        try (NewFile file = NewFile.beside(renewed.file())) {
            file.write(PemCertificates.pem(made), CERTIFICATE_PERMISSIONS, FileOwner.of(certificate));
            file.replace();
        }
        return renewed;
    }

    /**
     * Finishes a change of both files that was interrupted between the two: the key of the certificate still {@linkplain
     * NextIdentity waits}. Does nothing when they belong together, or no such key is there.
     *
     * @throws CredentialException when the key can't be put in its place
     */
    public void settle() {
        NextIdentity next = new NextIdentity(this);
        if (Files.exists(certificate) && next.hasKeyOf(certificate) && !isWhole()) {
            NewFile.move(next.key(), key);
        }
    }

    private boolean isWhole() {
        try {
            return new ClientIdentity(certificate, key).isPair();
        } catch (CredentialException missing) {
            return false;
        }
    }

    /**
     * Deletes both files, whichever exist, and before them what waits to take their place: the certificate of a renewal
     * ({@code <certificate>.new}), or what a {@link NextIdentity} has.
     *
     * @return whether both existed
     * @throws CredentialException when one can't be deleted
     */
    public boolean remove() {
        new NextIdentity(this).discard();
        delete(RenewedCertificate.of(this).file());
        boolean hadCertificate = delete(certificate);
        boolean hadKey = delete(key);
        Leftovers.beside(key).clear();
        Leftovers.beside(certificate).clear();
        return hadCertificate && hadKey;
    }

    private X509Certificate selfSigned() {
        X509Certificate present;
        try {
            present = PemCertificates.first(certificate);
        } catch (CredentialException unreadable) {
            throw new CredentialException(
                    "Cannot renew certificate %s: %s".formatted(certificate, unreadable.getMessage()), unreadable);
        }
        if (!PemCertificates.isSelfSigned(present)) {
            throw new CredentialException("""
                    Cannot renew certificate with self-signed ca: %1$s is not self-signed
                    If AWS has issued it, have it replaced with `tedge cert provision`. Else have it renewed by the CA that
                    has signed it: `tedge cert create-csr` makes the request, for the same key and subject. Put the
                    certificate that the CA makes of it into %1$s.new, and run `tedge reconnect aws`.""".formatted(certificate));
        }
        return present;
    }

    private static Validity validityOf(Duration length, Clock clock) {
        return new Validity(clock.instant().minus(BACKDATED), length);
    }

    /** A key that was published by a process that could not add its certificate any more is not one that people have. */
    private void undoInterrupted() {
        Leftovers ofKey = Leftovers.beside(key);
        if (ofKey.contain(key) && !Files.exists(certificate, LinkOption.NOFOLLOW_LINKS)) {
            delete(key);
        }
        ofKey.clear();
        Leftovers.beside(certificate).clear();
    }

    private void requireTwoFiles() {
        if (certificate.toAbsolutePath().normalize().equals(key.toAbsolutePath().normalize())) {
            throw new CredentialException(("The certificate and its private key can't both be in %s:"
                            + " set cert_path and key_path of the device to two files with `tedge config set`")
                    .formatted(key));
        }
    }

    private void requireAbsent() {
        if (Files.exists(certificate, LinkOption.NOFOLLOW_LINKS)) {
            throw new CredentialException("""
                    A certificate already exists and would be overwritten.
                            Existing file: "%s"
                            Run `tedge cert remove` first to generate a new certificate.""".formatted(certificate));
        }
        if (Files.exists(key, LinkOption.NOFOLLOW_LINKS)) {
            throw new CredentialException("""
                    A private key already exists and would be overwritten.
                            Existing file: "%s"
                            Run `tedge cert remove` first to generate a new certificate and private key.""".formatted(key));
        }
    }

    static boolean delete(Path file) {
        try {
            boolean existed = Files.deleteIfExists(file);
            if (existed) {
                // A power cut must not bring back the certificate without its key.
                NewFile.syncDirectoryOf(file);
            }
            return existed;
        } catch (AccessDeniedException denied) {
            throw new CredentialException(
                    "The file %s can't be removed: permission denied. Run the command with sudo".formatted(file),
                    denied);
        } catch (IOException broken) {
            throw new CredentialException(
                    "The file %s can't be removed: %s".formatted(file, CredentialException.reason(broken)), broken);
        }
    }
}
