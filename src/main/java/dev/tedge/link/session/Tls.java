package dev.tedge.link.session;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How a connection is secured. Host name verification and SNI are always on.
 *
 * @param context makes the TLS context; asked anew for each attempt, so that a replaced file takes effect without a restart
 * @param applicationProtocols the ALPN names to offer, empty for none
 */
public record Tls(ContextSource context, List<String> applicationProtocols) {

    /** Makes a TLS context from whatever files it is configured with. */
    @FunctionalInterface
    public interface ContextSource {

        /**
         * @throws GeneralSecurityException when a file can't be used; as any exception, with a message for a person: which file,
         *     what is wrong with it, what to do
         * @throws IOException when a file can't be read
         */
        SSLContext load() throws GeneralSecurityException, IOException;
    }

    public Tls {
        Objects.requireNonNull(context, "context");
        applicationProtocols = List.copyOf(applicationProtocols);
    }
}
