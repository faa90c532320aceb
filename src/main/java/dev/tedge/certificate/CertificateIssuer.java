package dev.tedge.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates, with the hash that suits the key. */
final class CertificateIssuer {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 5280, 4.1.2.2: positive and at most 20 bytes; 16 bytes don't repeat by chance. */
    private static final int SERIAL_BITS = 127;

    private final X500Name name;
    private final KeyPair key;

    CertificateIssuer(X500Name name, KeyPair key) {
        this.name = name;
        this.key = key;
    }

    /** A CA certificate as thin-edge.io makes it, because Cumulocity asks for that; AWS does not look. */
    static X509Certificate selfSigned(X500Name name, KeyPair key, Validity validity) {
        Extension authority = extension(Extension.basicConstraints, true, new BasicConstraints(true));
        return new CertificateIssuer(name, key).issue(name, key.getPublic(), validity, List.of(authority));
    }

    /** The subject of a device. */
    static X500Name nameOf(CertificateRequest request) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                // As text of Bouncy Castle's, a leading '#' and backslashes would be notation.
                .addRDN(BCStyle.CN, new DERUTF8String(request.deviceId().value()))
                .addRDN(BCStyle.O, new DERUTF8String(request.organization()))
                .addRDN(BCStyle.OU, new DERUTF8String(request.organizationUnit()))
                .build();
    }

    /** The subject of a certificate, as it stands there. */
    static X500Name nameOf(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /** Signs with a key. */
    static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(PrivateKeys.signatureBy(key)).build(key);
    }

    /** Signs a certificate with a random serial number, and the key identifiers that strict clients look for. */
    X509Certificate issue(X500Name subject, PublicKey of, Validity validity, List<Extension> extensions) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                Date.from(validity.from()),
                Date.from(validity.from().plus(validity.length())),
                subject,
                of);
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(of));
            if (!of.equals(key.getPublic())) {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(key.getPublic()));
            }
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return PemCertificates.decode(
                    builder.build(signer(key.getPrivate())).getEncoded());
        } catch (IOException | OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException("Signing a certificate failed", impossible);
        }
    }

    /** An extension with its encoded value. */
    static Extension extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(id, critical, new DEROctetString(value));
        } catch (IOException impossible) {
            throw new IllegalStateException("Encoding an extension in memory failed", impossible);
        }
    }

    /** From when, and for how long. */
    record Validity(Instant from, Duration length) {}
}
