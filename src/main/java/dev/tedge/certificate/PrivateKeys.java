package dev.tedge.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads and writes private keys in PEM: EC and RSA, in PKCS#8 or in the traditional forms of OpenSSL (SEC 1, PKCS#1). */
final class PrivateKeys {

    private PrivateKeys() {}

    /** The first private key of a file, or {@link CredentialException}. */
    static PrivateKey read(Path file) {
        String text = PemCertificates.text(file, "private key");
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                Optional<PrivateKeyInfo> key = keyIn(block, file);
                if (key.isPresent()) {
                    return decode(key.get(), file);
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalStateException | IllegalArgumentException broken) {
            // The last two are how Bouncy Castle says that the Base64 or the structure inside is broken.
            throw new CredentialException("decoding private key from " + file, broken);
        }
        throw new CredentialException("No private key in " + file
                + ": give a PEM file with a block 'BEGIN PRIVATE KEY', 'BEGIN EC PRIVATE KEY' or"
                + " 'BEGIN RSA PRIVATE KEY'");
    }

    /** A key in PEM, as PKCS#8. */
    static String pem(PrivateKey key) {
        return PemCertificates.pem("PRIVATE KEY", key.getEncoded());
    }

    /** A private key with the public one that it was made with. */
    static KeyPair withPublicKey(PrivateKey key) {
        try {
            return new KeyPair(publicKeyOf(key), key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A key that was read has its public half", impossible);
        }
    }

    /** The usual algorithm of signatures by a key, by the JDK's name. */
    static String signatureBy(PrivateKey key) {
        if (key instanceof ECPrivateKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            // RFC 5480, 4: a hash as long as the key.
            return bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
        }
        return "SHA256withRSA";
    }

    private static PublicKey publicKeyOf(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof ECPrivateKey ec) {
            ECPoint generator = EC5Util.convertSpec(ec.getParams()).getG();
            ECPoint point = new FixedPointCombMultiplier()
                    .multiply(generator, ec.getS())
                    .normalize();
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(EC5Util.convertPoint(point), ec.getParams()));
        }
        RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }

    private static Optional<PrivateKeyInfo> keyIn(Object block, Path file) {
        if (block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair) {
            throw new CredentialException(("The private key in %s is encrypted, and a device can't type a password:"
                            + " decrypt it with `openssl pkey -in %s -out <new file>`")
                    .formatted(file, file));
        }
        if (block instanceof PEMKeyPair traditional) {
            return Optional.of(traditional.getPrivateKeyInfo());
        }
        return block instanceof PrivateKeyInfo pkcs8 ? Optional.of(pkcs8) : Optional.empty();
    }

    private static PrivateKey decode(PrivateKeyInfo key, Path file) throws IOException, GeneralSecurityException {
        var algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
        String name;
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            name = "EC";
        } else if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            name = "RSA";
        } else {
            throw new CredentialException(
                    "The private key in %s is neither EC nor RSA, and AWS IoT takes no other".formatted(file));
        }
        return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }
}
