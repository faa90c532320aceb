package dev.tedge.certificate;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What people want to know of a certificate.
 *
 * @param subject such as {@code CN=my-device, O=Thin Edge, OU=Device}, in the order of the certificate, values as
 *     they are and in quotes where they would be misread
 * @param issuer in the same form; equal to the subject when the certificate is self-signed
 * @param validFrom first moment of validity
 * @param validUntil last moment of validity
 * @param serialNumber given by the issuer
 * @param thumbprint SHA-1 of the DER encoding, in upper-case hexadecimal digits
 */
public record CertificateDetails(
        String subject,
        String issuer,
        Instant validFrom,
        Instant validUntil,
        BigInteger serialNumber,
        String thumbprint) {

    /**
     * Reads the first certificate of a PEM file.
     *
     * @throws CredentialException when the file can't be read, or its first certificate is broken or missing
     */
    public static CertificateDetails read(Path file) {
        return of(PemCertificates.first(file));
    }

    /** The details of a certificate. */
    public static CertificateDetails of(X509Certificate certificate) {
        return new CertificateDetails(
                CertificateName.of(certificate.getSubjectX500Principal()).toString(),
                CertificateName.of(certificate.getIssuerX500Principal()).toString(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                certificate.getSerialNumber(),
                thumbprint(certificate));
    }

    /**
     * The common name of the first certificate of a PEM file: the device id.
     *
     * @return empty when there is no such file, no certificate in it, or no common name in that
     */
    public static Optional<String> commonName(Path file) {
        try {
            return CertificateName.of(PemCertificates.first(file).getSubjectX500Principal())
                    .common();
        } catch (CredentialException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Whether it can be used.
     *
     * @param now the moment that is asked about
     * @param minimum a certificate that is valid for no longer than this expires "soon"
     */
    public CertificateStatus status(Instant now, Duration minimum) {
        if (now.isBefore(validFrom)) {
            return new CertificateStatus.NotValidYet(Duration.between(now, validFrom));
        }
        Duration left = Duration.between(now, validUntil);
        if (left.isNegative()) {
            return new CertificateStatus.Expired(left.negated());
        }
        return left.compareTo(minimum) <= 0
                ? new CertificateStatus.ExpiresSoon(left)
                : new CertificateStatus.Valid(left);
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1, and a parsed certificate its encoding", impossible);
        }
    }
}
