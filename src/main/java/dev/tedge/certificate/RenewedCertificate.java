package dev.tedge.certificate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that waits beside the active one, as {@code <certificate>.new}, until a connection with it has
 * succeeded: made by {@link DeviceCertificateFiles#renew}, or put there by somebody whose CA has signed a request; then
 * it belongs to the key that the device has already. One that AWS has issued may bring a key of its own, which waits,
 * too, see {@link NextIdentity}.
 *
 * @param active the certificate in use, and the key of both
 */
public record RenewedCertificate(DeviceCertificateFiles active) {

    public RenewedCertificate {
        Objects.requireNonNull(active, "active");
    }

    /** The one that would take the place of the certificate in use. */
    public static RenewedCertificate of(DeviceCertificateFiles active) {
        return new RenewedCertificate(active);
    }

    /** Where it is, or would be. */
    public Path file() {
        return waitingFor(active.certificate());
    }

    /** Where one is that waits to take the place of a certificate. */
    public static Path waitingFor(Path certificate) {
        return certificate.resolveSibling(certificate.getFileName() + ".new");
    }

    /** Whether one waits, whatever it is worth. */
    public boolean exists() {
        return Files.exists(file(), LinkOption.NOFOLLOW_LINKS);
    }

    /** What to connect with to try it. */
    public ClientIdentity identity() {
        return new ClientIdentity(file(), active.key());
    }

    /**
     * Checks what can be known without a connection: it is a certificate, of this device, of its key, and valid.
     *
     * @param now the moment that is asked about
     * @throws CredentialException when it can't be used; the message names the file, the reason and the remedy
     */
    public void requireUsable(Instant now) {
        Optional<String> name = CertificateDetails.commonName(active.certificate());
        CertificateDetails details;
        try {
            details = CertificateDetails.of(identity().load().certificate());
        } catch (CredentialException unusable) {
            throw refused("it can't be read, or does not belong to the key " + active.key(), unusable);
        }
        Optional<String> newName = CertificateDetails.commonName(file());
        if (name.isPresent() && !name.equals(newName)) {
            throw refused(
                    "its common name is %s, and the device is called %s"
                            .formatted(newName.map("'%s'"::formatted).orElse("missing"), name.get()),
                    null);
        }
        CertificateStatus status = details.status(now, Duration.ZERO);
        if (status instanceof CertificateStatus.Expired) {
            throw refused("it has expired at " + details.validUntil(), null);
        }
        if (status instanceof CertificateStatus.NotValidYet) {
            throw new CredentialException(
                    "The new certificate %s can't be used yet: it is valid from %s on, and the clock says %s. Set the clock"
                            .formatted(file(), details.validFrom(), now));
        }
    }

    /**
     * What the file has in it, for {@link #promote}.
     *
     * @throws CredentialException when it can't be read
     */
    public byte[] content() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException unreadable) {
            throw new CredentialException(
                    "The file %s can't be read: %s".formatted(file(), CredentialException.reason(unreadable)),
                    unreadable);
        }
    }

    /**
     * Makes it the active certificate, at once and for good: others see the one or the other, also after a power cut.
     * It gets the permissions of a device certificate, and as far as possible the owner of the one before. Its key follows,
     * if that has waited: whoever reads the files in between finds it there, see {@link ClientIdentity#load}.
     *
     * @param tried the content that was found to be good
     * @throws CredentialException when that is not possible, or the file has another content by now; the active
     *     certificate is then as it was
     */
    public void promote(byte[] tried) {
        if (!Arrays.equals(content(), tried)) {
            throw new CredentialException(
                    "The file %s has changed since it was tried. Run the command again".formatted(file()));
        }
        identity().load();
        try {
            FileOwner.of(active.certificate()).own(file());
            NewFile.permit(file(), DeviceCertificateFiles.CERTIFICATE_PERMISSIONS);
            try (FileChannel written = FileChannel.open(file(), StandardOpenOption.READ)) {
                written.force(true);
            }
            Files.move(
                    file(), active.certificate(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            NewFile.syncDirectoryOf(active.certificate());
            active.settle();
        } catch (AccessDeniedException denied) {
            throw new CredentialException(
                    "The file %s can't be renamed to %s: permission denied. Run the command with sudo"
                            .formatted(file(), active.certificate()),
                    denied);
        } catch (IOException broken) {
            throw new CredentialException(
                    "The file %s can't be renamed to %s: %s"
                            .formatted(file(), active.certificate(), CredentialException.reason(broken)),
                    broken);
        }
    }

    private CredentialException refused(String reason, @Nullable Throwable cause) {
        return new CredentialException(
                "The new certificate %s can't be used: %s. Remove the file, or make another one"
                        .formatted(file(), reason),
                cause);
    }
}
