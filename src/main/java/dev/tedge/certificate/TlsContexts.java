package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the TLS contexts of clients. Host names, protocol versions and ALPN are the connection's to set. */
public final class TlsContexts {

    /** Key stores want one; these never leave the memory. */
    private static final char[] NO_PASSWORD = {};

    private TlsContexts() {}

    /**
     * Makes the context of a client.
     *
     * @param trust a PEM file or a directory of PEM files with the certificates that servers are trusted by; empty for
     *     those that the JDK brings
     * @param identity what the client proves itself with; empty for a client that does not
     * @throws CredentialException when a file is missing, can't be read, or does not belong to the other; the message
     *     names the file and the remedy
     */
    public static SSLContext client(Optional<Path> trust, Optional<ClientIdentity> identity) {
        Optional<KeyWithChain> key = identity.map(ClientIdentity::load);
        Optional<List<X509Certificate>> roots = trust.map(TrustedCertificates::read);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(key), trustManagers(roots), null);
            return context;
        } catch (GeneralSecurityException | IOException refused) {
            throw new CredentialException(
                    "The TLS library refuses "
                            + identity.map(files -> files.certificate() + " with " + files.key())
                                    .orElse("the root certificates")
                            + ": " + refused.getMessage(),
                    refused);
        }
    }

    private static KeyManager @Nullable [] keyManagers(Optional<KeyWithChain> identity)
            throws GeneralSecurityException, IOException {
        if (identity.isEmpty()) {
            return null;
        }
        // A store refuses a chain that is none; the server would do so too, without saying why.
        emptyStore()
                .setKeyEntry(
                        "client",
                        identity.get().key(),
                        NO_PASSWORD,
                        identity.get().chain().toArray(Certificate[]::new));
        return new KeyManager[] {new OneIdentity(identity.get())};
    }

    private static TrustManager @Nullable [] trustManagers(Optional<List<X509Certificate>> roots)
            throws GeneralSecurityException, IOException {
        if (roots.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (X509Certificate root : roots.get()) {
            store.setCertificateEntry("root-" + store.size(), root);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
