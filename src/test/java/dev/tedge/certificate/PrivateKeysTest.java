package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

    private final Path file;

    PrivateKeysTest(@TempDir Path directory) {
        this.file = directory.resolve("key.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1", "RSA"})
    void key_isReadInBothForms(String kind) throws Exception {
        PrivateKey key = generate(kind).getPrivate();

        Files.writeString(file, PemCertificates.pem("PRIVATE KEY", key.getEncoded()));
        assertThat(secret(PrivateKeys.read(file))).isEqualTo(secret(key));

        String traditional = traditional(key);
        assertThat(traditional).startsWith("-----BEGIN " + (kind.equals("RSA") ? "RSA" : "EC") + " PRIVATE KEY-----");
        Files.writeString(file, "Bag Attributes: x\r\n" + traditional.replace("\n", "\r\n"));
        assertThat(secret(PrivateKeys.read(file))).isEqualTo(secret(key));
    }

    @Test
    void encryptedKey_isRefused_withTheCommandToDecryptIt() throws IOException {
        Files.writeString(file, """
                -----BEGIN EC PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F

                AAAAAAAAAAAAAAAAAAAAAA==
                -----END EC PRIVATE KEY-----
                """);

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(file))
                .withMessageContaining("The private key in " + file + " is encrypted")
                .withMessageContaining("openssl pkey -in " + file);
    }

    @Test
    void otherKind_isRefused() throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(
                file, PemCertificates.pem("PRIVATE KEY", key.getPrivate().getEncoded()));

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(file))
                .withMessage("The private key in " + file + " is neither EC nor RSA, and AWS IoT takes no other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"})
    void fileWithoutKey_isNamed(String content) throws IOException {
        Files.writeString(file, content);

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(file))
                .withMessageContaining(file.toString());
    }

    @Test
    void brokenKey_isNamed() throws IOException {
        Files.writeString(file, PemCertificates.pem("PRIVATE KEY", new byte[] {1, 2, 3}));

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(file))
                .withMessage("decoding private key from " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"})
    void brokenBase64_isNamed(String label) throws IOException {
        Files.writeString(file, "-----BEGIN %1$s-----\n!!!\u00e4=\n-----END %1$s-----\n".formatted(label));

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(file))
                .withMessage("decoding private key from " + file);
    }

    @Test
    void missingFile_isNamed() {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> PrivateKeys.read(file))
                .withMessage("reading private key from " + file)
                .havingCause()
                .withMessage("No such file or directory");
    }

    private static KeyPair generate(String kind) throws GeneralSecurityException {
        if (kind.equals("RSA")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(kind));
        return generator.generateKeyPair();
    }

    private static BigInteger secret(PrivateKey key) {
        return key instanceof RSAPrivateKey rsa
                ? rsa.getPrivateExponent()
                : ((java.security.interfaces.ECPrivateKey) key).getS();
    }

    /** PKCS#1 as it is inside PKCS#8; SEC 1 with the curve, which PKCS#8 says outside. */
    private static String traditional(PrivateKey key) throws IOException {
        PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(key.getEncoded());
        if (key.getAlgorithm().equals("RSA")) {
            return PemCertificates.pem("RSA PRIVATE KEY", pkcs8.getPrivateKey().getOctets());
        }
        ECPrivateKey inner = ECPrivateKey.getInstance(pkcs8.parsePrivateKey());
        int bits = inner.getPrivateKey().getOctets().length * 8;
        ECPrivateKey whole = new ECPrivateKey(
                bits,
                new BigInteger(1, inner.getPrivateKey().getOctets()),
                pkcs8.getPrivateKeyAlgorithm().getParameters());
        return PemCertificates.pem("EC PRIVATE KEY", whole.getEncoded());
    }
}
