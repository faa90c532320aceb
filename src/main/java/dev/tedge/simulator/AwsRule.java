package dev.tedge.simulator;

import dev.tedge.mqttserver.ReasonCode;

/**
 * The rules of AWS IoT Core that the simulator keeps, each with the AWS page that states it and the MQTT 5
 * reason codes of that page's table with which a PUBLISH or SUBSCRIBE is answered.
 */
public enum AwsRule {
    /** The device certificate is registered and in its time of validity. */
    CERTIFICATE("developerguide/x509-client-certs.html", ReasonCode.NOT_AUTHORIZED, ReasonCode.NOT_AUTHORIZED),
    /** At most 128 bytes and no {@code $} at the beginning. */
    CLIENT_ID(
            "gr/iot-core.html#message-broker-limits",
            ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
    /** The policy allows connect, publish, subscribe and receive one by one. */
    POLICY("developerguide/iot-policies.html", ReasonCode.NOT_AUTHORIZED, ReasonCode.NOT_AUTHORIZED),
    /** At most 7 slashes in a topic or filter. */
    TOPIC_SLASHES(
            "gr/iot-core.html#message-broker-limits", ReasonCode.TOPIC_NAME_INVALID, ReasonCode.TOPIC_FILTER_INVALID),
    /** At most 256 bytes of UTF-8 in a topic or filter. */
    TOPIC_LENGTH(
            "gr/iot-core.html#message-broker-limits", ReasonCode.TOPIC_NAME_INVALID, ReasonCode.TOPIC_FILTER_INVALID),
    /** Of the topics that begin with {@code $}, only those that AWS lists, each for what it is listed for. */
    RESERVED_TOPIC(
            "developerguide/reserved-topics.html", ReasonCode.TOPIC_NAME_INVALID, ReasonCode.TOPIC_FILTER_INVALID),
    /** At most 128 KiB of payload. */
    PAYLOAD_SIZE("gr/iot-core.html#message-broker-limits", ReasonCode.QUOTA_EXCEEDED, ReasonCode.QUOTA_EXCEEDED),
    /** QoS 0 and 1 only. */
    QOS("developerguide/mqtt.html#mqtt-differences", ReasonCode.QOS_NOT_SUPPORTED, ReasonCode.QOS_NOT_SUPPORTED),
    /** At most 8 filters in a SUBSCRIBE and 50 subscriptions of a connection; room for retained messages. */
    QUOTA("gr/iot-core.html#message-broker-limits", ReasonCode.QUOTA_EXCEEDED, ReasonCode.QUOTA_EXCEEDED),
    /** Messages from and to a connection in a second, CONNECT packets of a client id in a second; if switched on. */
    RATE("gr/iot-core.html#message-broker-limits", ReasonCode.QUOTA_EXCEEDED, ReasonCode.QUOTA_EXCEEDED),
    /** MQTT as written, and what CONNACK said of it: Receive Maximum, Topic Alias Maximum, packet size. */
    PROTOCOL("developerguide/mqtt.html", ReasonCode.PROTOCOL_ERROR, ReasonCode.PROTOCOL_ERROR);

    private final String page;
    private final int publishCode;
    private final int subscribeCode;

    AwsRule(String page, int publishCode, int subscribeCode) {
        this.page = page;
        this.publishCode = publishCode;
        this.subscribeCode = subscribeCode;
    }

    /** The page of {@code docs.aws.amazon.com} that states the rule. */
    public String page() {
        return "https://docs.aws.amazon.com/" + (page.startsWith("gr/") ? "general/latest/" : "iot/latest/") + page;
    }

    /** The rule of a request that the MQTT server refused, by its reason code. */
    static AwsRule ofServer(int reasonCode) {
        return switch (reasonCode) {
            case ReasonCode.QOS_NOT_SUPPORTED -> QOS;
            case ReasonCode.QUOTA_EXCEEDED -> QUOTA;
            case ReasonCode.CLIENT_IDENTIFIER_NOT_VALID -> CLIENT_ID;
            default -> PROTOCOL;
        };
    }

    int publishCode() {
        return publishCode;
    }

    int subscribeCode() {
        return subscribeCode;
    }
}
