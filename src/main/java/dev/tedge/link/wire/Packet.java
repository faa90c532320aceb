package dev.tedge.link.wire;

import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.PropertyBytes;
import java.io.IOException;

/** What is sent to the broker. */
sealed interface Packet {

    /** Writes it. Called once, in the order in which packets leave. */
    void writeTo(PacketOutput out) throws IOException;

    /** Hears that it has left. */
    default void written() {}

    /** Any packet as it is. */
    final class Plain implements Packet {

        private final byte[] bytes;

        Plain(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void writeTo(PacketOutput out) throws IOException {
            out.put(bytes);
        }
    }

    /** An answer that says no more than that all is well: PUBACK, PUBREC, PUBREL or PUBCOMP (MQTT 5, sections 3.4 to 3.7). */
    record Answer(int type, int packetId) implements Packet {

        private static final int FLAGS_OF_PUBREL = 0b0010;

        @Override
        public void writeTo(PacketOutput out) throws IOException {
            out.put(type << 4 | (type == PacketType.PUBREL ? FLAGS_OF_PUBREL : 0));
            out.put(2);
            out.putShort(packetId);
        }
    }

    /** A PUBLISH (MQTT 5, section 3.3). */
    final class Publish implements Packet {

        private static final int RETAIN = 0b0001;
        private static final byte[] NO_PROPERTIES = {};

        private final OutboundMessage message;
        private final byte[] topic;
        private final int packetId;
        private final TopicAliases aliases;
        private final Runnable written;

        /**
         * @param topic that of the message in UTF-8
         * @param packetId of no meaning with QoS 0
         */
        Publish(OutboundMessage message, byte[] topic, int packetId, TopicAliases aliases, Runnable written) {
            this.message = message;
            this.topic = topic;
            this.packetId = packetId;
            this.aliases = aliases;
            this.written = written;
        }

        /** How many bytes it is, at most: what a topic alias saves is not counted. */
        static long largestSize(OutboundMessage message, byte[] topic) {
            int properties = message.propertiesSize() + TopicAliases.PROPERTY_SIZE;
            long rest = 2L
                    + topic.length
                    + 2
                    + PacketOutput.sizeOfLength(properties)
                    + properties
                    + message.payload().length;
            return 1 + PacketOutput.sizeOfLength((int) Math.min(rest, Integer.MAX_VALUE)) + rest;
        }

        @Override
        public void writeTo(PacketOutput out) throws IOException {
            byte[] properties = message.properties().isEmpty()
                    ? NO_PROPERTIES
                    : message.propertiesAt(System.nanoTime())
                            .map(PropertyBytes::write)
                            .orElse(NO_PROPERTIES);
            TopicAliases.Use alias = aliases.use(message.topic());
            int topicLength = alias.isKnown() ? 0 : topic.length;
            int propertiesLength = properties.length + (alias.isThere() ? TopicAliases.PROPERTY_SIZE : 0);
            int length = 2
                    + topicLength
                    + PacketOutput.sizeOfLength(propertiesLength)
                    + propertiesLength
                    + message.payload().length
                    + (message.qos() > 0 ? 2 : 0);
            out.put(PacketType.PUBLISH << 4 | message.qos() << 1 | (message.retain() ? RETAIN : 0));
            out.putLength(length);
            out.putShort(topicLength);
            if (topicLength > 0) {
                out.put(topic);
            }
            if (message.qos() > 0) {
                out.putShort(packetId);
            }
            out.putLength(propertiesLength);
            alias.writeTo(out);
            out.put(properties);
            out.put(message.payload());
        }

        @Override
        public void written() {
            written.run();
        }
    }
}
