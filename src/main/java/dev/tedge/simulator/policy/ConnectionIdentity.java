package dev.tedge.simulator.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who is connected: the source of the policy variables.
 *
 * <p>The certificate's common name is the name of its thing. As in AWS with an ordinary attachment, the connection
 * belongs to the thing only when the client id equals the thing name; otherwise the thing variables have no value and
 * a resource that uses them matches nothing (AWS IoT Developer Guide, "Thing policy variables").
 *
 * @param clientId the client id of CONNECT
 * @param commonName the common name of the device certificate
 */
public record ConnectionIdentity(String clientId, String commonName) {

    private static final Map<String, Function<ConnectionIdentity, Optional<String>>> VARIABLES = Map.of(
            "iot:ClientId", identity -> Optional.of(identity.clientId),
            "iot:Connection.Thing.ThingName", ConnectionIdentity::thingName,
            "iot:Certificate.Subject.CommonName", identity -> Optional.of(identity.commonName));

    /** The thing of this connection, or nothing when the client id is not the thing name. */
    public Optional<String> thingName() {
        return Optional.of(commonName).filter(clientId::equals);
    }

    /** The names of the variables that the simulator can fill in. */
    static Set<String> variables() {
        return VARIABLES.keySet();
    }

    Optional<String> value(String variable) {
        return Optional.ofNullable(VARIABLES.get(variable)).flatMap(source -> source.apply(this));
    }
}
