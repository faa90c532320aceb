package dev.tedge.simulator.policy;

import dev.tedge.testing.TestingCertificates;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Connections and their certificates. */
final class TestingIdentities {

    private static final X509Certificate RICH = rich();

    private TestingIdentities() {}

    /** @param thing name of the thing, and common name of the self-signed certificate that is attached to it */
    static ConnectionIdentity of(String clientId, String thing) {
        return new ConnectionIdentity(
                clientId,
                Optional.of(ConnectionIdentity.Thing.named(thing)),
                Optional.of(TestingCertificates.selfSigned(thing).certificate()),
                ConnectionIdentity.Options.NONE);
    }

    /** A certificate of robot-7 with two units, a comma in its organisation, a star in its state, and other names. */
    static X509Certificate certificate() {
        return RICH;
    }

    private static X509Certificate rich() {
        Instant now = Instant.now();
        try {
            KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    new X500Name("C=DE,O=Factory"),
                                    new BigInteger("10525622389124227206"),
                                    Date.from(now),
                                    Date.from(now.plus(Duration.ofDays(1))),
                                    new X500Name("C=DE,O=A\\, B,OU=Press,OU=Paint,ST=every*,CN=robot-7"),
                                    keys.getPublic())
                            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                                new GeneralName(GeneralName.dNSName, "robot.example"),
                                new GeneralName(GeneralName.iPAddress, "1.2.3.4"),
                                new GeneralName(new X500Name("C=US,CN=x"))
                            }))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
