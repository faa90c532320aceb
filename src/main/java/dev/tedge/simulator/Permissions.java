package dev.tedge.simulator;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.policy.ConnectionIdentity;
import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.service.Cloud;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What each connection may do: the policies of its certificate, with the variables of the connection filled in. */
final class Permissions {

    /** A policy as it stands for a connection, until another document is attached or the registry changes. */
    private record Resolved(PolicyDocument document, long version, ConnectionPolicy policy) {}

    private final Registry registry;

    /** The open connections. Written on the server's event loop, read by any thread. */
    private final Map<ConnectedClient, Resolved> clients = new ConcurrentHashMap<>();

    private volatile PolicyDocument document;

    /** @param document holds for certificates that have no policy of their own */
    Permissions(Registry registry, PolicyDocument document) {
        this.registry = registry;
        this.document = document;
    }

    void attach(PolicyDocument newDocument) {
        document = newDocument;
    }

    Set<ConnectedClient> clients() {
        return Set.copyOf(clients.keySet());
    }

    void opened(ConnectedClient client) {
        clients.put(client, resolve(client.request()));
    }

    void closed(ConnectedClient client) {
        clients.remove(client);
    }

    /** Of a connection, as the policies are now. */
    ConnectionPolicy of(ConnectedClient client) {
        Resolved resolved = clients.get(client);
        if (resolved == null) {
            return of(client.request());
        }
        boolean changed = resolved.document() != document || resolved.version() != registry.version();
        // Who is no longer registered is about to be cut, and has until then what it had.
        if (changed && registry.find(certificate(client.request())).isPresent()) {
            resolved = resolve(client.request());
            clients.replace(client, resolved);
        }
        return resolved.policy();
    }

    /** Of somebody who wants to connect. */
    ConnectionPolicy of(ConnectRequest request) {
        return resolve(request).policy();
    }

    /**
     * Of a device over HTTP, where it has no client id, and so no thing (Developer Guide, "Thing policy variables").
     */
    ConnectionPolicy of(X509Certificate certificate) {
        ConnectionIdentity.Options options =
                new ConnectionIdentity.Options(Set.of(), Optional.empty(), Optional.of(Cloud.DEVICE_ADDRESS));
        return own(registry.find(certificate), document)
                .resolve(new ConnectionIdentity("", Optional.empty(), Optional.of(certificate), options));
    }

    private Resolved resolve(ConnectRequest request) {
        long version = registry.version();
        Optional<RegisteredCertificate> known = registry.find(certificate(request));
        PolicyDocument current = document;
        Optional<ConnectionIdentity.Thing> thing = known.flatMap(RegisteredCertificate::thing)
                .flatMap(registry::thing)
                .map(Permissions::thing);
        return new Resolved(current, version, own(known, current).resolve(identity(request, thing)));
    }

    private static PolicyDocument own(Optional<RegisteredCertificate> known, PolicyDocument otherwise) {
        return known.isEmpty()
                ? PolicyDocument.allOf(List.of())
                : known.get().policies().map(PolicyDocument::allOf).orElse(otherwise);
    }

    private static ConnectionIdentity.Thing thing(Thing registered) {
        return new ConnectionIdentity.Thing(registered.name(), registered.type(), registered.attributes(), false);
    }

    private static ConnectionIdentity identity(ConnectRequest request, Optional<ConnectionIdentity.Thing> thing) {
        Set<String> attributes = new HashSet<>();
        if (!request.session().expiry().isZero()) {
            attributes.add(ConnectionIdentity.PERSISTENT_CONNECT);
        }
        request.will().ifPresent(will -> attributes.add(ConnectionIdentity.LAST_WILL));
        return new ConnectionIdentity(
                request.clientId(),
                thing,
                Optional.of(certificate(request)),
                new ConnectionIdentity.Options(
                        attributes, request.will().map(ServerMessage::topic), Optional.of(Cloud.DEVICE_ADDRESS)));
    }

    /** There is one: the server asks for it in the handshake. */
    static X509Certificate certificate(ConnectRequest request) {
        return request.credentials().certificates().get(0);
    }
}
