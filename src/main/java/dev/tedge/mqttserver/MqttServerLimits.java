package dev.tedge.mqttserver;

import java.time.Duration;
import java.util.Objects;

/**
 * How much the server takes. Told to MQTT 5 clients in CONNACK where the protocol has a property for it.
 *
 * @param packets limits of packets
 * @param keepAlive limits of silence
 * @param queues limits of what waits in memory
 * @param maximumSessionExpiry longest life of a session without connection; {@link #NEVER} for no limit
 * @param maximumConnections most clients at a time; a further one gets CONNACK 0x97 (3.1.1: 3)
 */
public record MqttServerLimits(
        Packets packets, KeepAlive keepAlive, Queues queues, Duration maximumSessionExpiry, int maximumConnections) {

    /** Session expiry of 0xFFFFFFFF: the session never ends (MQTT 5, 3.1.2.11.2). */
    public static final Duration NEVER = Duration.ofSeconds(0xFFFF_FFFFL);

    /** Roomy for a local broker: QoS 2, packets of 1 MiB, sessions that stay as long as the process. */
    public static final MqttServerLimits DEFAULTS =
            new MqttServerLimits(Packets.DEFAULTS, KeepAlive.ANY, Queues.DEFAULTS, NEVER, 1_000);

    /**
     * Limits of packets.
     *
     * @param maximumQos 0, 1 or 2
     * @param maximumPacketSize bytes of a whole MQTT packet, 128 to 268435460
     * @param receiveMaximum unacknowledged QoS 1 and 2 messages of a client, 1 to 65535
     * @param sendMaximum QoS 1 and 2 messages that a client is sent without having acknowledged them, 1 to 65535;
     *     fewer if its own Receive Maximum is less
     * @param topicAliasMaximum aliases that a client may use, and that it is sent if it takes as many, 0 to 65535
     */
    public record Packets(
            int maximumQos, int maximumPacketSize, int receiveMaximum, int sendMaximum, int topicAliasMaximum) {

        /**
         * QoS 2, 1 MiB, no limit of unacknowledged messages of a client but the protocol's, 1,000 to a client,
         * ten aliases in each direction.
         */
        public static final Packets DEFAULTS = new Packets(2, 1_048_576, 65_535, 1_000, 10);

        public Packets {
            Range.check("maximumQos", maximumQos, 0, 2);
            Range.check("maximumPacketSize", maximumPacketSize, 128, 268_435_460);
            Range.check("receiveMaximum", receiveMaximum, 1, 65_535);
            Range.check("sendMaximum", sendMaximum, 1, 65_535);
            Range.check("topicAliasMaximum", topicAliasMaximum, 0, 65_535);
        }
    }

    /**
     * Limits of silence. A client whose keep-alive is changed is told so (MQTT 5: Server Keep Alive).
     *
     * @param minimum shorter wishes are raised to this
     * @param maximum longer wishes are lowered to this
     * @param whenNone used for clients that ask for none; 0 leaves them without
     * @param connectTimeout time for a new connection to send its CONNECT, TLS handshake included
     * @param stallTimeout time in which a client must take some of what it is sent. A client that does not
     *     keep up is not read from, so its keep-alive cannot be judged: this is in its place
     */
    public record KeepAlive(
            Duration minimum, Duration maximum, Duration whenNone, Duration connectTimeout, Duration stallTimeout) {

        /** Any wish is granted. */
        public static final KeepAlive ANY = new KeepAlive(
                Duration.ZERO,
                Duration.ofSeconds(65_535),
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));

        public KeepAlive {
            if (minimum.isNegative() || maximum.compareTo(minimum) < 0 || maximum.toSeconds() > 65_535) {
                throw new IllegalArgumentException("keep-alive must go from 0 or more up to at most 65535 s, but is "
                        + minimum + " to " + maximum);
            }
            if (whenNone.isNegative() || whenNone.compareTo(maximum) > 0) {
                throw new IllegalArgumentException("whenNone must be 0 to " + maximum + ", but is " + whenNone);
            }
            checkPositive("connectTimeout", connectTimeout);
            checkPositive("stallTimeout", stallTimeout);
        }

        private static void checkPositive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive, but is " + value);
            }
        }
    }

    /**
     * Limits of what waits in memory. When a session's queue is full the newest message is dropped, so
     * that what the server took first stays in order; QoS 0 may use half of each bound only. Drops are counted.
     * Bytes are those of payload, topic and properties and 256 more for each message.
     *
     * @param messages most messages that wait for one client
     * @param bytes most bytes that wait for one client or for its acknowledgement
     * @param retained most retained messages; a further topic gets PUBACK 0x97
     * @param sessions most sessions, connected or not; a further one gets CONNACK 0x97 (3.1.1: 3)
     * @param totalBytes most bytes that wait for all clients and are retained, together. A message that several
     *     keep counts for each. Without room a message is dropped or refused as by the other limits
     */
    public record Queues(int messages, long bytes, int retained, int sessions, long totalBytes) {

        /** 100,000 messages or 64 MiB a session, 100,000 retained messages, 10,000 sessions, 128 MiB in all. */
        public static final Queues DEFAULTS =
                new Queues(100_000, 64L * 1024 * 1024, 100_000, 10_000, 128L * 1024 * 1024);

        public Queues {
            Range.check("messages", messages, 1, Integer.MAX_VALUE);
            Range.check("bytes", bytes, 1, Long.MAX_VALUE);
            Range.check("retained", retained, 0, Integer.MAX_VALUE);
            Range.check("sessions", sessions, 1, Integer.MAX_VALUE);
            Range.check("totalBytes", totalBytes, 1, Long.MAX_VALUE);
        }
    }

    public MqttServerLimits {
        Objects.requireNonNull(packets, "packets");
        Objects.requireNonNull(keepAlive, "keepAlive");
        Objects.requireNonNull(queues, "queues");
        Range.check("maximumSessionExpiry in seconds", maximumSessionExpiry.toSeconds(), 0, NEVER.toSeconds());
        Range.check("maximumConnections", maximumConnections, 1, Integer.MAX_VALUE);
    }

    /** The same limits with other ones for packets. */
    public MqttServerLimits withPackets(Packets newPackets) {
        return new MqttServerLimits(newPackets, keepAlive, queues, maximumSessionExpiry, maximumConnections);
    }

    /** The same limits with other ones for silence. */
    public MqttServerLimits withKeepAlive(KeepAlive newKeepAlive) {
        return new MqttServerLimits(packets, newKeepAlive, queues, maximumSessionExpiry, maximumConnections);
    }

    /** The same limits with other ones for memory. */
    public MqttServerLimits withQueues(Queues newQueues) {
        return new MqttServerLimits(packets, keepAlive, newQueues, maximumSessionExpiry, maximumConnections);
    }

    /** The same limits with another one for sessions. */
    public MqttServerLimits withMaximumSessionExpiry(Duration newExpiry) {
        return new MqttServerLimits(packets, keepAlive, queues, newExpiry, maximumConnections);
    }

    /** The same limits with another one for connections. */
    public MqttServerLimits withMaximumConnections(int newMaximum) {
        return new MqttServerLimits(packets, keepAlive, queues, maximumSessionExpiry, newMaximum);
    }
}
