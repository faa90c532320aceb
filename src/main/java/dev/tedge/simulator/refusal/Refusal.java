package dev.tedge.simulator.refusal;

import dev.tedge.mqttserver.Verdict;

/**
 * What an MQTT 5 client gets for a PUBLISH or SUBSCRIBE that the policy does not allow. AWS documents reason code 0x87
 * for the acknowledgement and for DISCONNECT, and does not say when it sends which (AWS IoT Developer Guide, "MQTT
 * reason codes"). Who cannot be answered is disconnected: for QoS 0, and a 3.1.1 client always.
 */
public enum Refusal {
    /** The acknowledgement with the reason code; the connection stays. */
    ANSWER,
    /** The acknowledgement, then DISCONNECT, both with the reason code. */
    ANSWER_AND_DISCONNECT,
    /** DISCONNECT with the reason code, and no acknowledgement. */
    DISCONNECT;

    /** @param answerable whether the request has an acknowledgement that can carry a reason code */
    public Verdict verdict(int reasonCode, String reason, boolean answerable) {
        return switch (this) {
            case ANSWER ->
                answerable ? Verdict.refuse(reasonCode, reason) : Verdict.refuseAndDisconnect(reasonCode, reason);
            case ANSWER_AND_DISCONNECT -> Verdict.refuseAndDisconnect(reasonCode, reason);
            case DISCONNECT -> Verdict.disconnect(reasonCode, reason);
        };
    }
}
