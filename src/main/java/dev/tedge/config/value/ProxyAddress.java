package dev.tedge.config.value;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an HTTP proxy is: {@code http(s)://host[:port]}, and nothing more. */
final class ProxyAddress {

    /** Scheme, host (an IPv6 address in brackets) and port. */
    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(:(?<port>[0-9]{1,5}))?/?");

    private static final Map<String, Integer> STANDARD_PORTS = Map.of("http", 80, "https", 443);

    private static final int LARGEST_PORT = 65535;

    private ProxyAddress() {}

    /** The address, always with a port: that of the scheme when none is given. */
    static URI parse(String text) {
        if (text.contains("@")) {
            // Not shown: what stands before the @ may be a password.
            throw new IllegalArgumentException("The address of a proxy must not have credentials:"
                    + " set proxy.username and proxy.password instead");
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text);
        }
        String scheme = matcher.group("scheme").toLowerCase(Locale.ROOT);
        String given = matcher.group("port");
        int port = given == null ? Objects.requireNonNull(STANDARD_PORTS.get(scheme), scheme) : Integer.parseInt(given);
        URI address = URI.create(scheme + "://" + matcher.group("host") + ":" + port);
        if (port < 1 || port > LARGEST_PORT || address.getHost() == null) {
            throw refused(text);
        }
        return address;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "'%s' is not the address of a proxy: give http://host:port or https://host:port".formatted(text));
    }
}
