package dev.tedge.simulator.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The policy variables and condition keys of AWS IoT Core for devices with a certificate. Their names are not
 * case-sensitive, those of thing attributes are.
 *
 * <p>Source: AWS IoT Developer Guide, "AWS IoT Core policy variables" and "Connect policy examples".
 */
final class PolicyVariables {

    static final String LAST_WILL_TOPIC = "iot:lastwilltopic";
    static final String SOURCE_IP = "aws:sourceip";
    static final String CONNECT_ATTRIBUTES = "iot:connectattributes";

    private static final Pattern THING_ATTRIBUTE =
            Pattern.compile("(?i:iot:Connection\\.Thing\\.Attributes)\\[([a-zA-Z0-9_.,@/:#-]{1,128})]");

    private static final Map<String, Function<ConnectionIdentity, List<String>>> PLAIN = Map.of(
            "iot:clientid",
            identity -> List.of(identity.clientId()),
            SOURCE_IP,
            identity -> list(identity.options().sourceIp()),
            CONNECT_ATTRIBUTES,
            identity -> List.copyOf(identity.options().connectAttributes()),
            LAST_WILL_TOPIC,
            identity -> list(identity.options().lastWillTopic()),
            "iot:connection.thing.thingname",
            identity -> list(identity.boundThing().map(ConnectionIdentity.Thing::name)),
            "iot:connection.thing.thingtypename",
            identity -> list(identity.boundThing().flatMap(ConnectionIdentity.Thing::type)),
            "iot:connection.thing.isattached",
            identity -> List.of(String.valueOf(identity.boundThing().isPresent())));

    private PolicyVariables() {}

    /** The name in the spelling of {@link #values}, or nothing if AWS IoT Core has no such variable. */
    static Optional<String> canonical(String name) {
        if (THING_ATTRIBUTE.matcher(name).matches()) {
            return Optional.of(name);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return PLAIN.containsKey(lower) || CertificateVariables.knows(lower) ? Optional.of(lower) : Optional.empty();
    }

    /** Whether only CONNECT has it. */
    static boolean onlyAtConnect(String canonical) {
        return canonical.equals(CONNECT_ATTRIBUTES) || canonical.equals(LAST_WILL_TOPIC);
    }

    /** Whether it may have several values, so that it makes no sense within a resource. */
    static boolean isList(String canonical) {
        return canonical.equals(CONNECT_ATTRIBUTES) || CertificateVariables.isList(canonical);
    }

    /** Its values for one connection; none if it is not there. */
    static List<String> values(String canonical, ConnectionIdentity identity) {
        Matcher attribute = THING_ATTRIBUTE.matcher(canonical);
        if (attribute.matches()) {
            String name = attribute.group(1);
            return list(identity.boundThing()
                    .flatMap(thing -> Optional.ofNullable(thing.attributes().get(name))));
        }
        Function<ConnectionIdentity, List<String>> plain = PLAIN.get(canonical);
        return plain != null
                ? plain.apply(identity)
                : identity.certificate()
                        .map(certificate -> CertificateVariables.values(canonical, certificate))
                        .orElse(List.of());
    }

    private static List<String> list(Optional<String> value) {
        return value.map(List::of).orElse(List.of());
    }
}
