package dev.tedge.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
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
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Signs certificates with an EC P-256 key: ECDSA with SHA-256. */
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

    /** A new EC P-256 key. */
    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK makes P-256 keys", impossible);
        }
    }

    /** A CA certificate as thin-edge.io makes it, because Cumulocity asks for that; AWS does not look. */
    static X509Certificate selfSigned(CertificateRequest request, KeyPair key, Instant from) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                // As text of Bouncy Castle's, a leading '#' and backslashes would be notation.
                .addRDN(BCStyle.CN, new DERUTF8String(request.deviceId().value()))
                .addRDN(BCStyle.O, new DERUTF8String(request.organization()))
                .addRDN(BCStyle.OU, new DERUTF8String(request.organizationUnit()))
                .build();
        Extension authority = extension(Extension.basicConstraints, true, new BasicConstraints(true));
        return new CertificateIssuer(name, key)
                .issue(name, key.getPublic(), new Validity(from, request.validity()), List.of(authority));
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
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
            return PemCertificates.decode(der);
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

    /** A PEM block (RFC 7468). */
    static String pem(String label, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(label, der));
        } catch (IOException impossible) {
            throw new IllegalStateException("Writing PEM into memory failed", impossible);
        }
        return text.toString();
    }

    /** From when, and for how long. */
    record Validity(Instant from, Duration length) {}
}
