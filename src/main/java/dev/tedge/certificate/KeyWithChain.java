package dev.tedge.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What a TLS peer proves itself with.
 *
 * @param key the private key of the first certificate
 * @param chain the peer's certificate, then the ones that sign it; not empty
 */
public record KeyWithChain(PrivateKey key, List<X509Certificate> chain) {

    public KeyWithChain {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A chain must have at least one certificate");
        }
    }

    /** The peer's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    @Override
    public String toString() {
        return "KeyWithChain[key=(secret), certificate=" + certificate().getSubjectX500Principal() + "]";
    }
}
