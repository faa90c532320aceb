package dev.tedge.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A private key with its certificate, made by {@link TestingCertificates}.
 *
 * @param key EC (P-256) or RSA (2048 bits)
 * @param certificate of the key's public half
 */
public record TestingIdentity(PrivateKey key, X509Certificate certificate) {

    private static final char[] STORE_PASSWORD = "in memory only".toCharArray();

    /** How a private key is written in PEM. */
    public enum KeyForm {
        /** {@code BEGIN PRIVATE KEY}, RFC 5958. */
        PKCS8,
        /** {@code BEGIN EC PRIVATE KEY} (RFC 5915) or {@code BEGIN RSA PRIVATE KEY} (RFC 8017). */
        TRADITIONAL
    }

    /**
     * Where the PEM files of an identity are.
     *
     * @param certificate mode 0644
     * @param key mode 0600
     */
    public record PemFiles(Path certificate, Path key) {}

    /** Checks that both halves are there. */
    public TestingIdentity {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(certificate, "certificate");
    }

    /** Writes {@code <name>.pem} and {@code <name>.key.pem}, the key as PKCS#8. */
    public PemFiles write(Path directory, String name) throws IOException {
        return write(directory, name, KeyForm.PKCS8);
    }

    /** Writes {@code <name>.pem} and {@code <name>.key.pem}, over older files of these names. */
    public PemFiles write(Path directory, String name, KeyForm form) throws IOException {
        PemFiles files = new PemFiles(directory.resolve(name + ".pem"), directory.resolve(name + ".key.pem"));
        writeCertificate(files.certificate());
        writeKey(files.key(), form);
        return files;
    }

    /** Writes the certificate alone. */
    public void writeCertificate(Path file) throws IOException {
        writePem(file, certificate, "rw-r--r--");
    }

    /** Writes the key alone, readable for its owner only. */
    public void writeKey(Path file, KeyForm form) throws IOException {
        Object pem = form == KeyForm.PKCS8 ? new PemObject("PRIVATE KEY", key.getEncoded()) : traditional();
        writePem(file, pem, "rw-------");
    }

    /** For a TLS client or server that shows this certificate. */
    public KeyManagerFactory keyManagers() {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("identity", key, STORE_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, STORE_PASSWORD);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key store can be made in memory", e);
        }
    }

    /** The certificate's subject; never the key. */
    @Override
    public String toString() {
        return "TestingIdentity[" + certificate.getSubjectX500Principal() + "]";
    }

    private Object traditional() throws IOException {
        if (!(key instanceof ECPrivateKey ec)) {
            return key;
        }
        // As openssl writes it, with curve and public key; Bouncy Castle's writer leaves the latter out.
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        return new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                ec.getParams().getOrder().bitLength(),
                                ec.getS(),
                                publicKey.getPublicKeyData(),
                                publicKey.getAlgorithm().getParameters())
                        .getEncoded());
    }

    static KeyPair newKeyPair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if ("EC".equals(algorithm)) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No " + algorithm + " key can be made", e);
        }
    }

    static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store;
    }

    private static void writePem(Path file, Object content, String mode) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        Files.deleteIfExists(file);
        // The mode comes first: at no time can another user read a key.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
        Files.writeString(file, text.toString(), StandardCharsets.US_ASCII);
    }
}
