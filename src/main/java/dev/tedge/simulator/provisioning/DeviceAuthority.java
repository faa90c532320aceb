package dev.tedge.simulator.provisioning;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Issues device certificates as AWS does: the subject of a request stays, and they are good until the end of 2049. The
 * key lives as long as this object; certificates are trusted because they are registered, not because of it.
 */
final class DeviceAuthority {

    private static final X500Name AUTHORITY =
            new X500Name("OU=Amazon Web Services, O=Amazon.com Inc., L=Seattle, ST=Washington, C=US");

    /** Of who has sent no request. */
    private static final X500Name SUBJECT = new X500Name("CN=AWS IoT Certificate");

    private static final Instant END = Instant.parse("2049-12-31T23:59:59Z");
    private static final int SERIAL_BITS = 127;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_REQUEST_CHARACTERS = 4096;

    /** P-256, P-384 and P-521. */
    private static final Set<Integer> CURVE_BITS = Set.of(256, 384, 521);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair key = newKey("EC", 256);

    static KeyPair newDeviceKey() {
        return newKey("RSA", MIN_RSA_BITS);
    }

    private static KeyPair newKey(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK makes " + algorithm + " keys", impossible);
        }
    }

    /** A certificate for a key that the cloud has made. */
    X509Certificate issue(PublicKey of, Instant now) {
        return sign(SUBJECT, of, now);
    }

    /** A certificate for a request in PEM. */
    X509Certificate issue(String request, Instant now) throws ProvisioningRejection {
        if (request.length() > MAX_REQUEST_CHARACTERS) {
            throw invalid("it has more than " + MAX_REQUEST_CHARACTERS + " characters");
        }
        try (PEMParser parser = new PEMParser(new StringReader(request))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest signed)) {
                throw invalid("it is no CERTIFICATE REQUEST in PEM");
            }
            PublicKey of = new JcaPKCS10CertificationRequest(signed).getPublicKey();
            if (!isStrong(of)) {
                throw invalid("its key must be RSA of at least 2048 bits, or P-256, P-384 or P-521");
            }
            if (!signed.isSignatureValid(new JcaContentVerifierProviderBuilder().build(of))) {
                throw invalid("its signature is wrong");
            }
            return sign(signed.getSubject(), of, now);
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException broken) {
            // The library throws unchecked exceptions of many types for bytes that are none of what they should be.
            throw invalid("it cannot be read");
        }
    }

    private static ProvisioningRejection invalid(String reason) {
        return new ProvisioningRejection(
                400, "InvalidCertificateSigningRequest", "The certificate signing request is refused: " + reason);
    }

    private static boolean isStrong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= MIN_RSA_BITS;
        }
        return key instanceof ECPublicKey ec
                && CURVE_BITS.contains(ec.getParams().getCurve().getField().getFieldSize());
    }

    private X509Certificate sign(X500Name subject, PublicKey of, Instant now) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    AUTHORITY,
                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                    Date.from(now.minus(Duration.ofMinutes(2))),
                    Date.from(END),
                    subject,
                    of);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("No certificate can be made for '" + subject + "'", e);
        }
    }

    /** A certificate or, in the form that AWS gives, a private key. */
    static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException impossible) {
            throw new UncheckedIOException("PEM cannot be written to memory", impossible);
        }
        return text.toString();
    }
}
