package dev.tedge.simulator.provisioning;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemReader;

/** Certificate signing requests in PEM. */
public final class TestingRequests {

    private TestingRequests() {}

    /** A new key. */
    public static KeyPair key(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A request for this key. */
    public static String of(String commonName, KeyPair key) {
        return of(commonName, key, key.getPrivate());
    }

    /** A request whose signature has another length than it should. */
    static String damaged(String request) {
        try (PemReader reader = new PemReader(new StringReader(request))) {
            PKCS10CertificationRequest good =
                    new PKCS10CertificationRequest(reader.readPemObject().getContent());
            CertificationRequest parts = good.toASN1Structure();
            return DeviceAuthority.pem(new PKCS10CertificationRequest(new CertificationRequest(
                    parts.getCertificationRequestInfo(),
                    parts.getSignatureAlgorithm(),
                    new DERBitString(new byte[] {1, 2, 3}))));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A request that may be signed with a wrong key. */
    static String of(String commonName, KeyPair key, PrivateKey signer) {
        try {
            String algorithm = "SHA256with" + (signer.getAlgorithm().equals("EC") ? "ECDSA" : signer.getAlgorithm());
            return DeviceAuthority.pem(
                    new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + commonName), key.getPublic())
                            .build(new JcaContentSignerBuilder(algorithm).build(signer)));
        } catch (OperatorCreationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
