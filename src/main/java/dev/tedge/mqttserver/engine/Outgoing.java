package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.Disturbance;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of one session on their way to its client: waiting, sent, acknowledged (MQTT 5, 4.3 and 4.4). */
final class Outgoing {

    private static final int HIGHEST_PACKET_ID = 65_535;

    private final int sendMaximum;

    // For as long as the session.
    private final SessionQueue queue;
    /** Sent and not finished, by packet id, in the order of sending. */
    private final Map<Integer, InFlight> inFlight = new LinkedHashMap<>();

    private int lastPacketId;

    // For as long as the connection.
    /** Received by the client of an earlier connection, PUBREL still to be sent again on this one. */
    private final Deque<Integer> toRelease = new ArrayDeque<>();
    /** Sent on an earlier connection, still to be sent again on this one. */
    private final Set<Integer> toResend = new LinkedHashSet<>();
    /** QoS 1 and 2 messages that may be open at a time. */
    private int window;

    /**
     * A message that was sent.
     *
     * @param delivery empty when the client has it and only the end of the QoS 2 handshake is missing
     */
    private record InFlight(int qos, Optional<Delivery> delivery) {}

    /** @param sendMaximum most QoS 1 and 2 messages without acknowledgement, if the client does not want fewer */
    Outgoing(SessionQueue queue, int sendMaximum) {
        this.queue = queue;
        this.sendMaximum = sendMaximum;
    }

    /** Starts on a new connection, with what the last one left unfinished. */
    void attach(int receiveMaximum) {
        window = Math.min(receiveMaximum, sendMaximum);
        queue.clientIsBack();
        inFlight.forEach((packetId, sent) -> {
            if (sent.delivery().isPresent()) {
                toResend.add(packetId);
            } else {
                toRelease.add(packetId);
            }
        });
    }

    void detach() {
        toRelease.clear();
        toResend.clear();
        queue.dropQos0();
    }

    /** Forgets everything: the session is over. */
    void clear() {
        inFlight.clear();
        queue.clear();
    }

    /** False when the queue is full. */
    boolean offer(Delivery delivery) {
        return queue.offer(delivery);
    }

    /** As {@link #offer}, for a retained message that a new subscription gets. */
    boolean offerRetained(Delivery delivery) {
        return queue.offerRetained(delivery);
    }

    /** Sends what may be sent now. */
    void drain(Conversation client) {
        while (client.writable() && (releaseNext(client) || resendNext(client) || sendNext(client))) {
            // Until all say no.
        }
    }

    /** False when there is nothing to release again. */
    private boolean releaseNext(Conversation client) {
        Integer packetId = toRelease.poll();
        if (packetId == null) {
            return false;
        }
        if (inFlight.containsKey(packetId)) {
            client.write(release(packetId));
        }
        return true;
    }

    /** False when there is nothing to send again, or nothing that may be sent now. */
    private boolean resendNext(Conversation client) {
        if (toResend.isEmpty() || windowIsFull()) {
            return false;
        }
        int packetId = toResend.iterator().next();
        toResend.remove(packetId);
        Optional<Delivery> delivery =
                Optional.ofNullable(inFlight.get(packetId)).flatMap(InFlight::delivery);
        if (delivery.isPresent() && send(client, delivery.get(), packetId, true)) {
            client.sentStored();
        } else if (delivery.isPresent()) {
            inFlight.remove(packetId);
            queue.release(delivery.get());
        }
        return true;
    }

    private boolean sendNext(Conversation client) {
        Delivery delivery = queue.peek().orElse(null);
        if (delivery == null || !toResend.isEmpty() || (delivery.qos() > 0 && windowIsFull())) {
            return false;
        }
        boolean stored = queue.firstIsStored();
        queue.take();
        int packetId = delivery.qos() == 0 ? 0 : nextPacketId();
        boolean sent = !delivery.stored().expired() && send(client, delivery, packetId, false);
        if (sent && delivery.qos() > 0) {
            inFlight.put(packetId, new InFlight(delivery.qos(), Optional.of(delivery)));
        } else {
            queue.release(delivery);
        }
        if (sent && stored) {
            client.sentStored();
        }
        return true;
    }

    /** Whether as many messages as may be are sent on this connection, or received before it, and not finished. */
    private boolean windowIsFull() {
        return inFlight.size() - toResend.size() >= window;
    }

    /** False when the client may not get it: as if it had been delivered (MQTT 5, 3.1.2.11.4). */
    private static boolean send(Conversation client, Delivery delivery, int packetId, boolean duplicate) {
        ServerMessage message = delivery.stored().messageNow();
        ClientTerms terms = client.terms();
        TopicAliases.Name name = client.aliases().name(message.topic());
        if (name.isNew() && !terms.haveRoomFor(Packets.publishSize(message, name, delivery, true))) {
            // A new alias makes the packet longer.
            name = TopicAliases.Name.plain(message.topic());
        }
        long size = Packets.publishSize(message, name, delivery, terms.mqtt5());
        if (!terms.haveRoomFor(size) || !client.mayGet(message)) {
            return false;
        }
        Disturbance how = client.disturbance(message.topic());
        if (name.isNew() && how.equals(Disturbance.NONE)) {
            client.aliases().learned(name);
        } else if (name.isNew()) {
            // What is held back must not be what the next packets refer to.
            name = TopicAliases.Name.plain(message.topic());
        }
        client.write(Packets.publish(message, name, delivery, packetId, duplicate), how);
        client.sent(size);
        return true;
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
        if (sent == null || sent.qos() != 2) {
            client.reply(
                    MqttMessageType.PUBREL,
                    packetId,
                    ReasonCode.PACKET_IDENTIFIER_NOT_FOUND,
                    "no message " + packetId + " waits for a PUBREC");
        } else if (reasonCode >= 0x80) {
            finish(packetId, 2, client);
        } else {
            inFlight.put(packetId, new InFlight(2, Optional.empty()));
            toResend.remove(packetId);
            sent.delivery().ifPresent(queue::release);
            client.write(release(packetId));
        }
    }

    /** PUBCOMP: a QoS 2 message is done. */
    void completed(int packetId, Conversation client) {
        finish(packetId, 2, client);
    }

    private void finish(int packetId, int qos, Conversation client) {
        InFlight sent = inFlight.get(packetId);
        if (sent == null || sent.qos() != qos) {
            // Acknowledged before, or never sent: nothing waits for it.
            return;
        }
        inFlight.remove(packetId);
        toResend.remove(packetId);
        sent.delivery().ifPresent(queue::release);
        drain(client);
    }

    private static MqttMessage release(int packetId) {
        return Packets.reply(MqttMessageType.PUBREL, packetId, ReasonCode.SUCCESS, MqttProperties.NO_PROPERTIES);
    }
}
