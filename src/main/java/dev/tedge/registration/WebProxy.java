package dev.tedge.registration;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * An HTTP proxy on the way to AWS, which is asked without TLS.
 *
 * @param address {@code http://host:port}
 * @param user for Basic authentication; empty for none
 * @param password of the user
 */
public record WebProxy(URI address, Optional<String> user, String password) {

    public WebProxy {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    static ProxyConfiguration configuration(Optional<WebProxy> proxy) {
        ProxyConfiguration.Builder configuration =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariablesValues(false);
        proxy.ifPresent(its -> {
            configuration.endpoint(its.address());
            its.user().ifPresent(user -> configuration.username(user).password(its.password()));
        });
        return configuration.build();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WebProxy[" + address + "]";
    }
}
