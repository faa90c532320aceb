package dev.tedge.mqttserver.engine;

/**
 * What a client accepts, as its CONNECT says.
 *
 * @param mqtt5 true for MQTT 5, false for 3.1.1
 * @param receiveMaximum QoS 1 and 2 messages that it takes without having acknowledged them
 * @param maximumPacketSize bytes of a whole packet
 * @param topicAliasMaximum topic aliases that it takes
 * @param problemInformation whether it wants reason strings with acknowledgements
 */
record ClientTerms(
        boolean mqtt5, int receiveMaximum, long maximumPacketSize, int topicAliasMaximum, boolean problemInformation) {

    static final long ANY_SIZE = 268_435_460;

    /** Terms of a 3.1.1 client, which has no way to say them. */
    static final ClientTerms MQTT_3 = new ClientTerms(false, 65_535, ANY_SIZE, 0, false);

    /** Most bytes besides the reason string in a packet that has one: those of CONNACK, and one more. */
    private static final int AROUND_REASON = 13;

    /** Whether the client takes a packet of so many bytes. */
    boolean haveRoomFor(long packet) {
        return maximumPacketSize == ANY_SIZE || packet <= maximumPacketSize;
    }

    /** Whether a packet with this reason string is one that the client takes, and that can be written. */
    boolean haveRoomFor(String reason) {
        return haveRoomFor(reason, 0);
    }

    /** As {@link #haveRoomFor(String)}, in a packet with a payload of so many bytes. */
    boolean haveRoomFor(String reason, int payload) {
        return StoredMessage.utf8Size(reason) + AROUND_REASON + payload <= Math.min(maximumPacketSize, 65_535);
    }
}
