package dev.tedge.gateway;

import dev.tedge.certificate.TlsContexts;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.link.session.HttpProxy;
import dev.tedge.link.session.SessionConfig.Credentials;
import dev.tedge.link.session.Tls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The HTTP proxy on the way to AWS, as the settings {@code proxy.*} want it. Variables such as {@code HTTPS_PROXY} play no role: a
 * service and a shell would not see the same ones.
 */
public final class AwsProxy {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private AwsProxy() {}

    /** The proxy for a host; empty without one, and for a host that {@code proxy.no_proxy} names. */
    public static Optional<HttpProxy> of(TedgeConfig config, String host) {
        boolean direct = config.find(Settings.PROXY_NO_PROXY)
                .filter(names -> isNamed(host, names))
                .isPresent();
        return direct ? Optional.empty() : config.find(Settings.PROXY_ADDRESS).map(address -> proxy(config, address));
    }

    private static HttpProxy proxy(TedgeConfig config, URI address) {
        Optional<Tls> tls = Optional.of(config.value(Settings.AWS_ROOT_CERT_PATH))
                .filter(trust -> address.getScheme().equals("https"))
                .map(trust -> new Tls(() -> TlsContexts.client(Optional.of(trust), Optional.empty()), List.of()));
        Optional<Credentials> credentials = config.find(Settings.PROXY_USERNAME)
                .map(user -> new Credentials(
                        user, config.find(Settings.PROXY_PASSWORD).orElse("")));
        String host = address.getHost().replaceAll("[\\[\\]]", "");
        return new HttpProxy(host, address.getPort(), tls, credentials);
    }

    /**
     * Whether a list of names with commas between them has a host: by its name, by a domain that it is in, by its address or
     * by a network such as {@code 192.168.0.0/16}; {@code *} is every host. Names are not resolved.
     */
    static boolean isNamed(String host, String names) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return Stream.of(names.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .anyMatch(name -> name.equals("*")
                        || wanted.equals(name)
                        || (wanted.endsWith(name.startsWith(".") ? name : "." + name) && !isAddress(wanted))
                        || (name.contains("/") && isAddress(wanted) && isInNetwork(wanted, name)));
    }

    private static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    private static boolean isInNetwork(String host, String network) {
        String[] parts = network.split("/", 2);
        if (!isAddress(parts[0])) {
            return false;
        }
        try {
            // Both are addresses, for which no name server is asked.
            byte[] wanted = InetAddress.getByName(host).getAddress();
            byte[] base = InetAddress.getByName(parts[0]).getAddress();
            int bits = Integer.parseInt(parts[1]);
            boolean same = wanted.length == base.length && bits >= 0 && bits <= base.length * 8;
            for (int bit = 0; same && bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                same = (wanted[bit / 8] & mask) == (base[bit / 8] & mask);
            }
            return same;
        } catch (UnknownHostException | NumberFormatException notANetwork) {
            return false;
        }
    }
}
