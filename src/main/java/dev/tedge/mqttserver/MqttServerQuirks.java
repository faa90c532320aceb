package dev.tedge.mqttserver;

import java.util.Optional;

/**
 * Where a server may differ from the rest. {@link #STANDARD} is MQTT as written.
 *
 * @param retainedToWildcards whether a subscription with a wildcard gets retained messages
 * @param parentMatchesMultiLevel whether {@code a/#} also matches {@code a} (MQTT 5, 4.7.1.2)
 * @param subscriptionIdentifiers whether subscription identifiers are available
 * @param maximumFiltersPerSubscribe most filters in a SUBSCRIBE; more end the connection with 0x97
 * @param maximumSubscriptions most subscriptions of a client; further ones are refused with 0x97
 */
public record MqttServerQuirks(
        boolean retainedToWildcards,
        boolean parentMatchesMultiLevel,
        boolean subscriptionIdentifiers,
        Optional<Integer> maximumFiltersPerSubscribe,
        Optional<Integer> maximumSubscriptions) {

    /** MQTT as written, no limits. */
    public static final MqttServerQuirks STANDARD =
            new MqttServerQuirks(true, true, true, Optional.empty(), Optional.empty());

    public MqttServerQuirks {
        maximumFiltersPerSubscribe.ifPresent(value -> atLeastOne("maximumFiltersPerSubscribe", value));
        maximumSubscriptions.ifPresent(value -> atLeastOne("maximumSubscriptions", value));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
    }
}
