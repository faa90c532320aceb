package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
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

    /** The clock of a new device is often late; thin-edge.io goes back a day, too. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    public DeviceCertificateFiles {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }

    /**
     * Makes an EC P-256 key and a certificate that it signs itself, valid from a day before now, and writes both or
     * none. A crash between the two leaves a key without certificate, never the other way round.
     *
     * @throws CredentialException when one of the files exists, or can't be written, or both are the same
     */
    public void create(CertificateRequest request, Clock clock) {
        requireTwoFiles();
        requireAbsent();
        KeyPair pair = CertificateIssuer.newKey();
        X509Certificate made =
                CertificateIssuer.selfSigned(request, pair, clock.instant().minus(BACKDATED));
        try (NewFile newKey = NewFile.beside(key);
                NewFile newCertificate = NewFile.beside(certificate)) {
            newKey.write(CertificateIssuer.pem("PRIVATE KEY", pair.getPrivate().getEncoded()), "r--------");
            newCertificate.write(CertificateIssuer.pem("CERTIFICATE", made.getEncoded()), "r--r--r--");
            newKey.publish();
            newCertificate.publish();
            newKey.keep();
            newCertificate.keep();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has its encoding", impossible);
        }
    }

    /**
     * Deletes both files, whichever exist, and before them the certificate that a renewal has left half way ({@code
     * <certificate>.new}).
     *
     * @return whether both existed
     * @throws CredentialException when one can't be deleted
     */
    public boolean remove() {
        delete(certificate.resolveSibling(certificate.getFileName() + ".new"));
        boolean hadCertificate = delete(certificate);
        boolean hadKey = delete(key);
        return hadCertificate && hadKey;
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

    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
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
