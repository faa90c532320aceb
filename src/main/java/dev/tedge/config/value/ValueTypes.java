package dev.tedge.config.value;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of values that settings have. */
public final class ValueTypes {

    /** Anything printable. */
    public static final ValueType<String> TEXT = new ValueType<>("text", TomlForm.STRING, ValueTypes::text);

    /** A path; a relative one is taken from the working directory and stored absolute. */
    public static final ValueType<Path> PATH = new ValueType<>("path", TomlForm.STRING, ValueTypes::path)
            .storedAs(text -> path(text).toString());

    /** A TCP port. */
    public static final ValueType<Integer> PORT = integer("port", 1, 65535);

    /** {@code true} or {@code false}, in no other spelling. */
    public static final ValueType<Boolean> FLAG = new ValueType<>("flag", TomlForm.BOOLEAN, ValueTypes::flag);

    /** The host name of a cloud endpoint, without port, scheme or path. */
    public static final ValueType<String> HOST_NAME =
            new ValueType<>("host name", TomlForm.STRING, ValueTypes::hostName);

    /** A host name, or an IPv4 or IPv6 address ({@code ::1}, without brackets and zone), without port. */
    public static final ValueType<String> HOST = new ValueType<>("host", TomlForm.STRING, ValueTypes::host);

    /** MQTT topic filters that can stand in the URI of an endpoint: {@code a,b} or {@code ["a", "b"]}; at least one. */
    public static final ValueType<List<String>> TOPIC_FILTERS = new ValueType<>(
                    "list of topic filters", TomlForm.STRING_ARRAY, ValueTypes::topicFilters)
            .storedAs(text -> TomlForm.array(list(text)));

    /** Paths, see {@link #PATH}: {@code a,b} or {@code ["a", "b"]}; may be none. */
    public static final ValueType<List<Path>> PATHS = new ValueType<>(
                    "list of paths", TomlForm.STRING_ARRAY, ValueTypes::paths)
            .storedAs(text ->
                    TomlForm.array(paths(text).stream().map(Path::toString).toList()));

    /** {@code http(s)://host[:port]} without credentials; the value always has a port. */
    public static final ValueType<URI> PROXY_ADDRESS =
            new ValueType<>("address of a proxy", TomlForm.STRING, ProxyAddress::parse);

    /** One level of a topic, of letters, digits, {@code _}, {@code .} and {@code -}: it is part of names and URIs, too. */
    public static final ValueType<String> TOPIC_PREFIX =
            new ValueType<>("topic prefix", TomlForm.STRING, ValueTypes::topicPrefix);

    /** The four segments that name an entity below the topic root. */
    public static final ValueType<String> TOPIC_ID = new ValueType<>("topic id", TomlForm.STRING, ValueTypes::topicId);

    /** A size that an MQTT packet can have. */
    public static final ValueType<Integer> PAYLOAD_LIMIT = new ValueType<>(
                    "integer", TomlForm.INTEGER, ValueTypes::payloadLimit)
            .storedAs(text -> String.valueOf(payloadLimit(text)))
            .in("bytes");

    /** What RFC 1123 allows, and the underscore that inner networks use. */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*");

    /** At most as many digits as an {@code int} has. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]+");

    /** Fixed header, variable header and payload of an MQTT packet can't be longer (MQTT 5, 1.5.5). */
    private static final int LARGEST_PACKET = 268_435_455;

    private ValueTypes() {}

    /** A whole number between two limits from 0 on, both included; the name is for messages. */
    public static ValueType<Integer> integer(String name, int least, int most) {
        return new ValueType<>(name, TomlForm.INTEGER, text -> inRange(text, name, least, most))
                .storedAs(text -> String.valueOf(inRange(text, name, least, most)));
    }

    /** A duration between two limits, both included; a bare number is in seconds. */
    public static ValueType<Duration> duration(Duration least, Duration most) {
        return new ValueType<>("duration", TomlForm.STRING_OR_INTEGER, text -> {
                    Duration value = HumanDuration.parse(text);
                    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                        throw new IllegalArgumentException("'%s' is out of range: give at least %s and at most %s"
                                .formatted(text, written(least), written(most)));
                    }
                    return value;
                })
                .in("seconds");
    }

    /** A size between two limits, both included; a bare number is in bytes. */
    public static ValueType<Long> size(long least, long most) {
        return new ValueType<>("size", TomlForm.STRING_OR_INTEGER, text -> {
                    long value = HumanSize.parse(text);
                    if (value < least || value > most) {
                        throw new IllegalArgumentException("'%s' is out of range: give at least %d and at most %d bytes"
                                .formatted(text, least, most));
                    }
                    return value;
                })
                .in("bytes");
    }

    private static String written(Duration limit) {
        return limit.toMillisPart() > 0 ? limit.toMillis() + "ms" : limit.toSeconds() + "s";
    }

    private static String text(String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The text must not be empty and must not contain control characters");
        }
        return text;
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A path must not be empty");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("'" + text + "' is not a path: " + invalid.getReason(), invalid);
        }
    }

    private static List<Path> paths(String text) {
        return list(text).stream().map(ValueTypes::path).toList();
    }

    private static int inRange(String text, String name, int least, int most) {
        long value = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "'%s' is not a valid %s: give a whole number from %d to %d".formatted(text, name, least, most));
        }
        return (int) value;
    }

    private static int payloadLimit(String text) {
        try {
            return inRange(text, "payload size limit", 1, LARGEST_PACKET);
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException(
                    "Invalid MQTT payload size limit: %s. Provide a value between 1 and %d bytes"
                            .formatted(text, LARGEST_PACKET),
                    notOne);
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "Failed to parse flag: " + text + ". Supported values are: 'true' or 'false'");
        };
    }

    private static String hostName(String text) {
        if (!DOMAIN.matcher(text).matches()) {
            throw new IllegalArgumentException("""
                    Could not parse provided URL: '%s' as a valid domain name.
                             Provided URL should contain only domain, eg: 'xxxx-ats.iot.eu-central-1.amazonaws.com'.""".formatted(text));
        }
        return text;
    }

    private static String host(String text) {
        if (!DOMAIN.matcher(text).matches() && !isIpv6Address(text)) {
            throw new IllegalArgumentException("'" + text + "' is not a host: give a host name or an IP address,"
                    + " without port, as in localhost, 192.168.1.2 or ::1");
        }
        return text;
    }

    private static boolean isIpv6Address(String text) {
        try {
            // Of a text with colons, the JDK does not ask the name service.
            return IPV6.matcher(text).matches() && InetAddress.getByName(text) != null;
        } catch (UnknownHostException malformed) {
            return false;
        }
    }

    private static String topicPrefix(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Topic prefix must not be empty");
        }
        if (!PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Topic prefix '%s' must be of letters, digits, '_', '.' and '-' only".formatted(text));
        }
        return text;
    }

    private static String topicId(String text) {
        String[] segments = text.split("/", -1);
        boolean refused =
                text.contains("#") || text.contains("+") || text.chars().anyMatch(Character::isISOControl);
        if (segments.length != 4 || segments[0].isEmpty() || refused) {
            throw new IllegalArgumentException("'" + text + "' is not a topic id: give four segments without '+', '#'"
                    + " and control characters, as in 'device/main//'");
        }
        return text;
    }

    private static List<String> topicFilters(String text) {
        List<String> filters = list(text);
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("The list is empty: give at least one topic filter");
        }
        filters.forEach(TopicFilter::require);
        return filters;
    }

    private static List<String> list(String text) {
        if (text.stripLeading().startsWith("[")) {
            return TomlForm.parseArray(text)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text + "' is not a list: give a,b,c or [\"a\", \"b\", \"c\"]"));
        }
        return text.isBlank()
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).toList();
    }
}
