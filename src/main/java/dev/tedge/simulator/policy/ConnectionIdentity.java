package dev.tedge.simulator.policy;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who is connected, and how: the source of the policy variables and of what conditions ask.
 *
 * @param clientId the client id of CONNECT
 * @param thing the thing that the certificate is attached to in the registry, whatever the client id
 * @param certificate the device certificate, if there is one
 * @param options what CONNECT asked for, and from where
 */
public record ConnectionIdentity(
        String clientId, Optional<Thing> thing, Optional<X509Certificate> certificate, Options options) {

    /** Asks for a session that outlives the connection. */
    public static final String PERSISTENT_CONNECT = "PersistentConnect";

    /** Brings a last will. */
    public static final String LAST_WILL = "LastWill";

    /**
     * What the registry knows of a thing.
     *
     * @param type its thing type
     * @param attributes its attributes; their names are case-sensitive
     * @param exclusive whether the certificate is attached to this thing as EXCLUSIVE_THING
     */
    public record Thing(String name, Optional<String> type, Map<String, String> attributes, boolean exclusive) {

        public Thing {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            attributes = Map.copyOf(attributes);
        }

        /** A thing without type and attributes, attached in the ordinary way. */
        public static Thing named(String name) {
            return new Thing(name, Optional.empty(), Map.of(), false);
        }
    }

    /**
     * What CONNECT asked for, and from where.
     *
     * @param connectAttributes {@link #PERSISTENT_CONNECT}, {@link #LAST_WILL}, both or none
     * @param lastWillTopic the topic of the last will
     * @param sourceIp address of the device without a port
     */
    public record Options(Set<String> connectAttributes, Optional<String> lastWillTopic, Optional<String> sourceIp) {

        /** A clean session without a will, from nowhere. */
        public static final Options NONE = new Options(Set.of(), Optional.empty(), Optional.empty());

        public Options {
            connectAttributes = Set.copyOf(connectAttributes);
            Objects.requireNonNull(lastWillTopic, "lastWillTopic");
            Objects.requireNonNull(sourceIp, "sourceIp");
        }
    }

    public ConnectionIdentity {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(thing, "thing");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(options, "options");
    }

    /**
     * The thing that this connection acts as. With an ordinary attachment it does so only when the client id equals the
     * thing name; otherwise the thing variables have no value, and a resource that uses them matches nothing (AWS IoT
     * Developer Guide, "Thing policy variables" and "Exclusive thing").
     */
    public Optional<Thing> boundThing() {
        return thing.filter(attached -> attached.exclusive() || attached.name().equals(clientId));
    }
}
