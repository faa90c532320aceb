package dev.tedge.benchmark.peer;

import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/**
 * Where a peer runs: a directory of its own, the device's certificate in each form that somebody wants, and the cloud's port.
 *
 * @param directory for what it writes
 * @param certificates the authority of the cloud and of the device
 * @param device certificate and key in PEM
 * @param cloudPort where the cloud, or the network to it, listens for TLS
 * @param window how many messages the cloud may be sent without its acknowledgement
 */
public record Site(
        Path directory, TestingCertificates certificates, TestingIdentity.PemFiles device, int cloudPort, int window) {

    /** The device. */
    public static final String THING = "benchmark";

    private static final char[] PASSWORD = "in a directory that is deleted".toCharArray();

    static Site in(Path directory, TestingCertificates certificates, int cloudPort, int window) throws IOException {
        TestingIdentity identity = certificates.device(THING);
        TestingIdentity.PemFiles device = identity.write(directory, "device");
        store(
                directory.resolve("keys.p12"),
                store -> store.setKeyEntry(
                        THING, identity.key(), PASSWORD, new java.security.cert.Certificate[] {identity.certificate()
                        }));
        store(
                directory.resolve("trust.p12"),
                store -> store.setCertificateEntry("authority", certificates.authority()));
        return new Site(directory, certificates, device, cloudPort, window);
    }

    Path authority() throws IOException {
        return certificates.writeAuthority(directory);
    }

    /** For the JVM's own TLS context. */
    List<String> tlsProperties() {
        String password = new String(PASSWORD);
        return List.of(
                "-Djavax.net.ssl.keyStore=" + directory.resolve("keys.p12"),
                "-Djavax.net.ssl.keyStorePassword=" + password,
                "-Djavax.net.ssl.trustStore=" + directory.resolve("trust.p12"),
                "-Djavax.net.ssl.trustStorePassword=" + password);
    }

    private interface Content {
        void addTo(KeyStore store) throws GeneralSecurityException;
    }

    private static void store(Path file, Content content) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            content.addTo(store);
            store.store(out, PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IOException("No key store can be written to " + file, e);
        }
    }
}
