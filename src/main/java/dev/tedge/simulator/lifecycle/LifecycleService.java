package dev.tedge.simulator.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.service.CertificateId;
import dev.tedge.simulator.service.Cloud;
import dev.tedge.simulator.service.CloudService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Publishes on {@code $aws/events/presence/(dis)connected/<clientId>} and
 * {@code $aws/events/subscriptions/(un)subscribed/<clientId>} what devices do. A client id with {@code #} or {@code +}
 * has no events. Other than AWS's, the events come in order and once, and a session identifier lives as long as a
 * connection.
 *
 * <p>Source: AWS IoT Developer Guide, "Lifecycle events".
 */
public final class LifecycleService implements CloudService {

    private final Cloud cloud;
    private final Presence presence = new Presence();
    private final Map<ConnectedClient, Connection> connections = new HashMap<>();

    /** What the events of a connection have in common. */
    private record Connection(String session, String principal, long version) {}

    public LifecycleService(Cloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public String name() {
        return "lifecycle";
    }

    @Override
    public void connected(ConnectedClient device) {
        String clientId = device.clientId();
        if (clientId.contains("#") || clientId.contains("+")) {
            return;
        }
        String session = UUID.randomUUID().toString().replace("-", "");
        Connection connection =
                new Connection(session, CertificateId.of(device), presence.connected(clientId, cloud.now()));
        connections.put(device, connection);
        ObjectNode event = event(device, connection, "connected");
        publish("presence", event.put("ipAddress", Cloud.DEVICE_ADDRESS).put("versionNumber", connection.version()));
    }

    @Override
    public void disconnected(ConnectedClient device, ConnectionEnd end) {
        Connection connection = connections.remove(device);
        if (connection != null) {
            presence.disconnected(device.clientId(), connection.version(), cloud.now());
            DisconnectReason reason = DisconnectReason.of(end);
            ObjectNode event = event(device, connection, "disconnected")
                    .put("clientInitiatedDisconnect", reason == DisconnectReason.CLIENT_INITIATED_DISCONNECT)
                    .put("disconnectReason", reason.name())
                    .put("versionNumber", connection.version());
            publish("presence", event);
        }
    }

    @Override
    public void subscribed(ConnectedClient device, List<String> filters) {
        subscriptions(device, "subscribed", filters);
    }

    @Override
    public void unsubscribed(ConnectedClient device, List<String> filters) {
        subscriptions(device, "unsubscribed", filters);
    }

    private void subscriptions(ConnectedClient device, String type, List<String> filters) {
        Connection connection = connections.get(device);
        if (connection != null) {
            ObjectNode event = event(device, connection, type);
            ArrayNode topics = event.putArray("topics");
            filters.forEach(topics::add);
            publish("subscriptions", event);
        }
    }

    private ObjectNode event(ConnectedClient device, Connection connection, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("clientId", device.clientId())
                .put("timestamp", cloud.now().toEpochMilli())
                .put("eventType", type)
                .put("sessionIdentifier", connection.session())
                .put("principalIdentifier", connection.principal());
    }

    private void publish(String kind, ObjectNode event) {
        String type = event.path("eventType").asText();
        String clientId = event.path("clientId").asText();
        cloud.publish("$aws/events/" + kind + "/" + type + "/" + clientId, Payload.of(event.toString()));
    }

    /** Nothing: the numbers begin again, as AWS lets them after an hour. */
    @Override
    public void save(ObjectNode state) {}

    @Override
    public void restore(ObjectNode state) {}
}
