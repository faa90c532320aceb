package dev.tedge.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away certificate authority, one for each instance, in memory until a test asks for files.
 *
 * <p>Two instances know nothing of each other: {@code other.device("x")} is how a test gets a
 * certificate "from the wrong CA", and {@code mine.clientContext(other.device("x"))} a client that
 * trusts the right server but shows the wrong certificate.
 */
public final class TestingCertificates {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final TestingIdentity authority;

    /** Makes a new CA with a name and an EC key of its own. */
    public TestingCertificates() {
        KeyPair keys = TestingIdentity.newKeyPair("EC");
        X500Name name = new X500Name("CN=Testing CA " + serial().toString(16));
        Order order = new Order(name, Validity.around(MONTH.multipliedBy(2)), List.of());
        authority = new TestingIdentity(keys.getPrivate(), certify(order, keys, name, keys, true));
    }

    /** The CA's own certificate, to be trusted by the other side. */
    public X509Certificate authority() {
        return authority.certificate();
    }

    /** A valid server certificate for {@code 127.0.0.1} and {@code localhost}. */
    public TestingIdentity server() {
        return server("localhost", "127.0.0.1");
    }

    /**
     * A valid server certificate.
     *
     * @param hosts its subject alternative names, IPv4 addresses or host names, the first also as CN
     */
    public TestingIdentity server(String... hosts) {
        return issue("EC", new Order(commonName(hosts[0]), Validity.around(MONTH), List.of(hosts)));
    }

    /** A server certificate for {@code 127.0.0.1} and {@code localhost} that ended yesterday. */
    public TestingIdentity expiredServer() {
        return issue("EC", new Order(commonName("localhost"), Validity.past(), List.of("localhost", "127.0.0.1")));
    }

    /** A valid device certificate with an EC key (P-256). */
    public TestingIdentity device(String name) {
        return issue("EC", new Order(commonName(name), Validity.around(MONTH), List.of()));
    }

    /** A valid device certificate with an RSA key (2048 bits). */
    public TestingIdentity rsaDevice(String name) {
        return issue("RSA", new Order(commonName(name), Validity.around(MONTH), List.of()));
    }

    /** A device certificate that ended yesterday. */
    public TestingIdentity expiredDevice(String name) {
        return issue("EC", new Order(commonName(name), Validity.past(), List.of()));
    }

    /** A device certificate that begins tomorrow. */
    public TestingIdentity notYetValidDevice(String name) {
        return issue("EC", new Order(commonName(name), Validity.future(), List.of()));
    }

    /** Another valid certificate for the key of a device, under the same name or another. */
    public TestingIdentity renewed(TestingIdentity device, String name) {
        KeyPair keys = new KeyPair(device.certificate().getPublicKey(), device.key());
        return issue(keys, new Order(commonName(name), Validity.around(MONTH), List.of()));
    }

    /** A valid device certificate that no CA has signed, as {@code tedge cert create} makes them. */
    public static TestingIdentity selfSigned(String name) {
        KeyPair keys = TestingIdentity.newKeyPair("EC");
        Order order = new Order(commonName(name), Validity.around(MONTH), List.of());
        return new TestingIdentity(keys.getPrivate(), certify(order, keys, order.subject(), keys, false));
    }

    /** Writes the CA's certificate as {@code ca.pem}. */
    public Path writeAuthority(Path directory) throws IOException {
        Path file = directory.resolve("ca.pem");
        authority.writeCertificate(file);
        return file;
    }

    /** For a client that trusts this CA and shows no certificate. */
    public SSLContext clientContext() {
        return context(new KeyManager[0]);
    }

    /** For a client that trusts this CA and shows the given certificate, whoever has signed it. */
    public SSLContext clientContext(TestingIdentity client) {
        return context(client.keyManagers().getKeyManagers());
    }

    /** For a server that shows the given certificate and trusts clients of this CA (it must still ask for theirs). */
    public SSLContext serverContext(TestingIdentity server) {
        return context(server.keyManagers().getKeyManagers());
    }

    /** Trust in this CA and in nothing else. */
    public TrustManagerFactory trustManagers() {
        try {
            KeyStore store = TestingIdentity.emptyStore();
            store.setCertificateEntry("ca", authority());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No trust store can be made in memory", e);
        }
    }

    private SSLContext context(KeyManager... keyManagers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers, trustManagers().getTrustManagers(), RANDOM);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No TLS context can be made", e);
        }
    }

    private TestingIdentity issue(String algorithm, Order order) {
        return issue(TestingIdentity.newKeyPair(algorithm), order);
    }

    private TestingIdentity issue(KeyPair keys, Order order) {
        KeyPair signer = new KeyPair(authority().getPublicKey(), authority.key());
        X500Name issuer =
                X500Name.getInstance(authority().getSubjectX500Principal().getEncoded());
        return new TestingIdentity(keys.getPrivate(), certify(order, keys, issuer, signer, false));
    }

    private static X509Certificate certify(
            Order order, KeyPair subject, X500Name issuer, KeyPair signer, boolean authority) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, serial(), order.validity.from, order.validity.to, order.subject, subject.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            } else {
                addUsage(builder, order);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("No certificate can be made for " + order.subject, e);
        }
    }

    private static void addUsage(JcaX509v3CertificateBuilder builder, Order order) throws CertIOException {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        KeyPurposeId purpose = order.hosts.isEmpty() ? KeyPurposeId.id_kp_clientAuth : KeyPurposeId.id_kp_serverAuth;
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        if (!order.hosts.isEmpty()) {
            GeneralName[] names = order.hosts.stream()
                    .map(TestingCertificates::alternativeName)
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
    }

    private static GeneralName alternativeName(String host) {
        boolean address = host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static X500Name commonName(String name) {
        // Built from its parts, so that a comma in a name is a comma.
        return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    }

    private static BigInteger serial() {
        return new BigInteger(63, RANDOM).add(BigInteger.ONE);
    }

    /** What a certificate shall say. No hosts: a client's certificate. */
    private record Order(X500Name subject, Validity validity, List<String> hosts) {}

    private record Validity(Date from, Date to) {

        static Validity around(Duration distance) {
            return between(distance.negated(), distance);
        }

        static Validity past() {
            return between(MONTH.negated(), DAY.negated());
        }

        static Validity future() {
            return between(DAY, MONTH);
        }

        private static Validity between(Duration from, Duration to) {
            Instant now = Instant.now();
            return new Validity(Date.from(now.plus(from)), Date.from(now.plus(to)));
        }
    }
}
