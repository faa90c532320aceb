package dev.tedge.benchmark.wire;

/** First bytes of MQTT packets, without the flags where there are any (MQTT 3.1.1, table 2.1). */
final class PacketType {

    static final int CONNECT = 0x10;
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBSCRIBE = 0x82;
    static final int SUBACK = 0x90;

    private PacketType() {}
}
