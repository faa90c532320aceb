package dev.tedge.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of keys that the program makes; AWS IoT takes all of them. */
public enum KeyType {
    /** Elliptic curve P-256: small and quick. */
    EC256("EC", 256),
    /** Elliptic curve P-384. */
    EC384("EC", 384),
    /** RSA with 2048 bits, for authorities that know nothing else. */
    RSA2048("RSA", 2048);

    private final String algorithm;
    private final int bits;

    KeyType(String algorithm, int bits) {
        this.algorithm = algorithm;
        this.bits = bits;
    }

    /** A new key. */
    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK makes keys of this kind: " + this, impossible);
        }
    }

    private AlgorithmParameterSpec parameters() {
        return algorithm.equals("EC")
                ? new ECGenParameterSpec("secp" + bits + "r1")
                : new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
    }

    /** The kind of a key, or empty when it is one that the program does not make. */
    static Optional<KeyType> of(PrivateKey key) {
        int length;
        if (key instanceof ECPrivateKey ec) {
            length = ec.getParams().getOrder().bitLength();
        } else if (key instanceof RSAPrivateKey rsa) {
            length = rsa.getModulus().bitLength();
        } else {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(type -> type.algorithm.equals(key.getAlgorithm()) && type.bits == length)
                .findFirst();
    }

    /** As people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
