package dev.tedge.simulator.provisioning;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

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
