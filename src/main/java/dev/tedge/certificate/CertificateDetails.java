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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * What people want to know of a certificate.
 *
 * @param subject such as {@code CN=my-device, O=Thin Edge, OU=Device}, in the order of the certificate
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
                inOrder(certificate.getSubjectX500Principal()),
                inOrder(certificate.getIssuerX500Principal()),
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
            return names(PemCertificates.first(file).getSubjectX500Principal()).stream()
                    .filter(name -> name.getType().equalsIgnoreCase("CN"))
                    .map(name -> name.getValue().toString())
                    .findFirst();
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

    private static String inOrder(X500Principal principal) {
        return String.join(", ", names(principal).stream().map(Rdn::toString).toList());
    }

    /** In the order of the certificate: RFC 2253 text turns it round, and an {@code LdapName} counts from its end. */
    private static List<Rdn> names(X500Principal principal) {
        try {
            return List.copyOf(new LdapName(principal.getName()).getRdns());
        } catch (InvalidNameException impossible) {
            throw new IllegalStateException("The JDK does not understand its own " + principal, impossible);
        }
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
