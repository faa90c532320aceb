package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;

/**
 * A new key on its way to be the device's, with the certificate that AWS issues for it, each beside the file whose place it
 * shall take:
 *
 * <ol>
 *   <li>{@code <key>.new}, before anybody is asked for a certificate;
 *   <li>{@code <certificate>.issued}, a note of the certificate that AWS has issued and not registered yet;
 *   <li>{@code <certificate>.new} instead of that, once it is registered: a {@link RenewedCertificate}, which is tried and
 *       promoted as any.
 * </ol>
 *
 * <p>Each file is there whole or not at all, so that whoever is killed can be repeated and goes on from there.
 *
 * @param active the key and the certificate in use, if any
 */
public record NextIdentity(DeviceCertificateFiles active) {

    /** It holds what proves the right to register the certificate. */
    private static final String NOTE_PERMISSIONS = "rw-------";

    public NextIdentity {
        Objects.requireNonNull(active, "active");
    }

    /** Where the new key is, or would be. */
    public Path key() {
        return RenewedCertificate.waitingFor(active.key());
    }

    /** Where the note is, or would be. */
    public Path note() {
        return active.certificate().resolveSibling(active.certificate().getFileName() + ".issued");
    }

    /**
     * A request for a certificate of the new key (PKCS#10, in PEM). The key is made unless it is there.
     *
     * @param type the kind of key that it must be
     * @throws CredentialException when the key can't be written
     */
    public String request(CertificateRequest subject, KeyType type, FileOwner owner) {
        Leftovers.beside(active.key()).clear();
        KeyPair pair = present(type).orElseGet(() -> newKey(type, owner));
        return SigningRequestFile.signed(CertificateIssuer.nameOf(subject), pair);
    }

    private Optional<KeyPair> present(KeyType type) {
        try {
            return Optional.of(PrivateKeys.read(key()))
                    .filter(key -> KeyType.of(key).equals(Optional.of(type)))
                    .map(PrivateKeys::withPublicKey);
        } catch (CredentialException missing) {
            return Optional.empty();
        }
    }

    private KeyPair newKey(KeyType type, FileOwner owner) {
        KeyPair pair = type.newKey();
        write(key(), PrivateKeys.pem(pair.getPrivate()), DeviceCertificateFiles.KEY_PERMISSIONS, owner);
        return pair;
    }

    /**
     * Checks a certificate that was issued for the request.
     *
     * @param certificate PEM
     * @param name the common name that was asked for
     * @throws CredentialException when it is none, or one of another key or name
     */
    public void requireOurs(String certificate, DeviceId name) {
        X509Certificate issued = PemCertificates.firstIn(certificate, note());
        if (!belongsToKey(issued)) {
            throw new CredentialException("The certificate that was issued is not for the key " + key());
        }
        Optional<String> issuedFor =
                CertificateName.of(issued.getSubjectX500Principal()).common();
        if (!issuedFor.equals(Optional.of(name.value()))) {
            throw new CredentialException("The certificate that was issued is for %s, not for '%s'"
                    .formatted(issuedFor.map("'%s'"::formatted).orElse("nobody"), name));
        }
    }

    /**
     * Keeps a note of the certificate that was issued, for the owner's eyes only.
     *
     * @throws CredentialException when it can't be written
     */
    public void keep(String note, FileOwner owner) {
        write(note(), note, NOTE_PERMISSIONS, owner);
    }

    /** The note, if there is one that can be read. */
    public Optional<String> kept() {
        try {
            return Optional.of(Files.readString(note()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new CredentialException(
                    "The file %s can't be read: %s".formatted(note(), CredentialException.reason(unreadable)),
                    unreadable);
        }
    }

    /**
     * Lets the certificate wait until a connection with it has succeeded; the note has done its work then.
     *
     * @param certificate PEM, see {@link #requireOurs}
     */
    public void adopt(String certificate, FileOwner owner) {
        write(
                RenewedCertificate.of(active).file(),
                PemCertificates.pem(PemCertificates.firstIn(certificate, note())),
                DeviceCertificateFiles.CERTIFICATE_PERMISSIONS,
                owner);
        DeviceCertificateFiles.delete(note());
    }

    /** Whether the certificate that waits is the one of the new key. */
    public boolean waits() {
        return hasKeyOf(RenewedCertificate.of(active).file());
    }

    /** Whether the new key is the one of a certificate. */
    boolean hasKeyOf(Path certificate) {
        try {
            return Files.exists(key(), LinkOption.NOFOLLOW_LINKS) && belongsToKey(PemCertificates.first(certificate));
        } catch (CredentialException unreadable) {
            return false;
        }
    }

    private boolean belongsToKey(X509Certificate certificate) {
        try {
            return ClientIdentity.belongTogether(PrivateKeys.read(key()), certificate.getPublicKey());
        } catch (CredentialException missing) {
            return false;
        }
    }

    /** Deletes key, note and certificate, but not a certificate that waits for somebody else. The active files stay. */
    public void discard() {
        active.settle();
        if (waits()) {
            DeviceCertificateFiles.delete(RenewedCertificate.of(active).file());
        }
        DeviceCertificateFiles.delete(note());
        DeviceCertificateFiles.delete(key());
        Leftovers.beside(active.key()).clear();
    }

    private static void write(Path target, String content, String permissions, FileOwner owner) {
        Leftovers.beside(target).clear();
        try (NewFile file = NewFile.beside(target)) {
            file.write(content, permissions, owner);
            file.replace();
        }
    }
}
