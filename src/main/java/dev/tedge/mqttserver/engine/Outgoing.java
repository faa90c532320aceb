package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The messages of one session on their way to its client: waiting, sent, acknowledged (MQTT 5, 4.3 and 4.4). */
final class Outgoing {

    private static final int HIGHEST_PACKET_ID = 65_535;

    // For as long as the session.
    private final SessionQueue queue;
    /** Sent and not finished, by packet id, in the order of sending. */
    private final Map<Integer, InFlight> inFlight = new LinkedHashMap<>();

    private int lastPacketId;

    // For as long as the connection.
    /** Sent on an earlier connection, still to be sent again on this one. */
    private final Deque<Integer> toResend = new ArrayDeque<>();
    /** QoS 1 and 2 messages that may still be sent before an acknowledgement. */
    private int quota;

    /**
     * A message that was sent.
     *
     * @param released QoS 2 only: the client has it, what is missing is the end of the handshake
     */
    private record InFlight(Delivery delivery, boolean released) {}

    Outgoing(SessionQueue queue) {
        this.queue = queue;
    }

    /** Starts on a new connection, with what the last one left unfinished. */
    void attach(int receiveMaximum) {
        quota = receiveMaximum;
        toResend.clear();
        toResend.addAll(inFlight.keySet());
    }

    void detach() {
        toResend.clear();
        queue.dropQos0();
    }

    /** False when the queue is full. */
    boolean offer(Delivery delivery) {
        return queue.offer(delivery);
    }

    /** Sends what may be sent now. */
    void drain(Conversation client) {
        while (client.writable() && (resendNext(client) || sendNext(client))) {
            // Until one of the three says no.
        }
    }

    /** False when there is nothing to send again, or nothing that may be sent now. */
    private boolean resendNext(Conversation client) {
        Integer packetId = toResend.peek();
        if (packetId == null) {
            return false;
        }
        InFlight sent = inFlight.get(packetId);
        if (sent != null && sent.released()) {
            client.write(release(packetId, ReasonCode.SUCCESS));
        } else if (sent != null) {
            if (quota == 0) {
                return false;
            }
            quota--;
            send(client, sent.delivery().stored().messageNow(), sent.delivery(), packetId, true);
        }
        toResend.remove();
        return true;
    }

    private boolean sendNext(Conversation client) {
        Delivery delivery = queue.peek().orElse(null);
        if (delivery == null || !toResend.isEmpty() || !quotaAllows(delivery)) {
            return false;
        }
        queue.remove();
        if (!delivery.stored().expired()) {
            sendFirst(client, delivery);
        }
        return true;
    }

    private boolean quotaAllows(Delivery delivery) {
        return delivery.qos() == 0 || (quota > 0 && inFlight.size() < HIGHEST_PACKET_ID);
    }

    private void sendFirst(Conversation client, Delivery delivery) {
        ServerMessage message = delivery.stored().messageNow();
        ClientTerms terms = client.terms();
        boolean fits = terms.maximumPacketSize() == ClientTerms.ANY_SIZE
                || Packets.publishSize(message, delivery, terms.mqtt5()) <= terms.maximumPacketSize();
        if (!fits || !client.mayGet(message)) {
            // As if it had been delivered (MQTT 5, 3.1.2.11.4).
            return;
        }
        if (delivery.qos() == 0) {
            send(client, message, delivery, 0, false);
            return;
        }
        int packetId = nextPacketId();
        inFlight.put(packetId, new InFlight(delivery, false));
        quota--;
        send(client, message, delivery, packetId, false);
    }

    private static void send(
            Conversation client, ServerMessage message, Delivery delivery, int packetId, boolean duplicate) {
        client.write(Packets.publish(message, delivery, packetId, duplicate));
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId == HIGHEST_PACKET_ID ? 1 : lastPacketId + 1;
        } while (inFlight.containsKey(lastPacketId));
        return lastPacketId;
    }

    /** PUBACK: a QoS 1 message is done, whatever its reason code. */
    void acknowledged(int packetId, Conversation client) {
        finish(packetId, 1, client);
    }

    /** PUBREC: the client has a QoS 2 message, or refuses it. */
    void received(int packetId, int reasonCode, Conversation client) {
        InFlight sent = inFlight.get(packetId);
        if (sent == null || sent.delivery().qos() != 2) {
            client.write(release(packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        } else if (reasonCode >= 0x80) {
            finish(packetId, 2, client);
        } else {
            inFlight.put(packetId, new InFlight(sent.delivery(), true));
            client.write(release(packetId, ReasonCode.SUCCESS));
        }
    }

    /** PUBCOMP: a QoS 2 message is done. */
    void completed(int packetId, Conversation client) {
        finish(packetId, 2, client);
    }

    private void finish(int packetId, int qos, Conversation client) {
        InFlight sent = inFlight.get(packetId);
        if (sent == null || sent.delivery().qos() != qos) {
            // Acknowledged before, or never sent: nothing waits for it.
            return;
        }
        inFlight.remove(packetId);
        quota = Math.min(quota + 1, client.terms().receiveMaximum());
        drain(client);
    }

    private static MqttMessage release(int packetId, int reasonCode) {
        return Packets.reply(MqttMessageType.PUBREL, packetId, reasonCode, MqttProperties.NO_PROPERTIES);
    }
}
