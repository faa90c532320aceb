package dev.tedge.link.wire;

import dev.tedge.link.paho.PahoPackets.ConnAck;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.Session.RefusedBySession;
import dev.tedge.link.session.Subscription;
import java.util.List;

/** What is not sent, as the broker would end the connection over it (MQTT 5, sections 3.2.2.3, 3.3.2.1 and 4.7). */
final class Refusals {

    private static final int LONGEST_TEXT = 0xFFFF;

    private Refusals() {}

    /**
     * @param topic that of the message in UTF-8
     * @param granted what the broker takes
     * @throws RefusedBySession when it would not take the message
     */
    static void check(OutboundMessage message, byte[] topic, ConnAck granted) throws RefusedBySession {
        if (topic.length == 0 || topic.length > LONGEST_TEXT) {
            throw new RefusedBySession("a topic has 1 to %d bytes, and not %d".formatted(LONGEST_TEXT, topic.length));
        }
        if (hasWildcard(message.topic()) || message.topic().indexOf('\0') >= 0) {
            throw new RefusedBySession("a topic to publish to must not contain '+', '#' or U+0000");
        }
        if (message.qos() > granted.maximumQos()) {
            throw new RefusedBySession(
                    "the broker takes QoS %d at most, and not %d".formatted(granted.maximumQos(), message.qos()));
        }
        if (message.retain() && !granted.retain()) {
            throw new RefusedBySession("the broker takes no retained messages");
        }
        long size = Packet.Publish.largestSize(message, topic);
        if (size > granted.maximumPacketSize().orElse(Long.MAX_VALUE)) {
            throw new RefusedBySession("the packet of %d bytes is larger than the %d bytes that the broker takes"
                    .formatted(size, granted.maximumPacketSize().getAsLong()));
        }
    }

    /** Whether the broker would take one of them amiss. */
    static boolean isAny(List<Subscription> subscriptions, ConnAck granted) {
        return !granted.wildcards() && subscriptions.stream().anyMatch(each -> hasWildcard(each.filter()));
    }

    private static boolean hasWildcard(String topic) {
        return topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0;
    }
}
