package dev.tedge.certificate;

import dev.tedge.certificate.CertificateIssuer.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A certificate authority for servers of this machine that lives as long as this object: its key is never written
 * anywhere. For the simulator, the demo and tests; trust its certificate for nothing else.
 */
public final class ThrowawayAuthority {

    private static final X500Name NAME = new X500Name("CN=tedge throw-away CA");

    /** Longer than anything that ends with the process, and a day back for clocks that are late. */
    private static final Duration VALIDITY = Duration.ofDays(30);

    private final CertificateIssuer issuer;
    private final Validity validity;
    private final X509Certificate certificate;

    private ThrowawayAuthority(KeyPair key, Validity validity) {
        this.issuer = new CertificateIssuer(NAME, key);
        this.validity = validity;
        this.certificate = issuer.issue(
                NAME,
                key.getPublic(),
                validity,
                List.of(
                        CertificateIssuer.extension(Extension.basicConstraints, true, new BasicConstraints(0)),
                        CertificateIssuer.extension(
                                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))));
    }

    /** A new authority with a new key. */
    public static ThrowawayAuthority create(Clock clock) {
        return new ThrowawayAuthority(
                KeyType.EC256.newKey(), new Validity(clock.instant().minus(Duration.ofDays(1)), VALIDITY));
    }

    /** The authority's certificate: what a client trusts. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Makes a key and a certificate for a server.
     *
     * @param names host names and IP addresses by which clients reach it, such as {@code localhost}; not empty
     * @return the key, and the chain without the authority's own certificate
     */
    public KeyWithChain issueServer(List<String> names) {
        return issueServer(names, validity);
    }

    /** As {@link #issueServer}, but the certificate has expired, for tests of who must notice. */
    public KeyWithChain issueExpiredServer(List<String> names) {
        return issueServer(names, new Validity(validity.from().minus(VALIDITY), VALIDITY));
    }

    private KeyWithChain issueServer(List<String> names, Validity time) {
        KeyPair key = KeyType.EC256.newKey();
        GeneralName[] alternatives =
                names.stream().map(ThrowawayAuthority::alternativeName).toArray(GeneralName[]::new);
        return issue(
                "CN=" + names.get(0),
                key,
                time,
                List.of(
                        CertificateIssuer.extension(Extension.basicConstraints, true, new BasicConstraints(false)),
                        CertificateIssuer.extension(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                        CertificateIssuer.extension(
                                Extension.subjectAlternativeName, false, new GeneralNames(alternatives))));
    }

    private KeyWithChain issue(String subject, KeyPair key, Validity time, List<Extension> extensions) {
        PublicKey of = key.getPublic();
        return new KeyWithChain(key.getPrivate(), List.of(issuer.issue(new X500Name(subject), of, time, extensions)));
    }

    /**
     * Writes the authority's certificate in PEM, over what is there, so that a client can be pointed at it.
     *
     * @throws UncheckedIOException when that is not possible
     */
    public void writeCertificate(Path file) {
        try {
            Files.writeString(file, PemCertificates.pem(certificate));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static GeneralName alternativeName(String name) {
        boolean address = name.contains(":") || name.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
