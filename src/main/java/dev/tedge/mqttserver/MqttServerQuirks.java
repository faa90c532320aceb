package dev.tedge.mqttserver;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a server may differ from the rest. {@link #STANDARD} is MQTT as written.
 *
 * @param subscriptions what is special about them
 * @param sessionsSurviveVersionChange whether a client that comes back with the other version of MQTT finds its session
 * @param notAuthorizedIn311 return code of CONNACK for a 3.1.1 client that a hook refuses with 0x87, 1 to 255. The
 *     protocol has 5 for that
 */
public record MqttServerQuirks(
        Subscriptions subscriptions, boolean sessionsSurviveVersionChange, int notAuthorizedIn311) {

    /** MQTT as written, no limits. */
    public static final MqttServerQuirks STANDARD =
            new MqttServerQuirks(new Subscriptions(true, true, true, Optional.empty(), Optional.empty()), true, 5);

    /**
     * What is special about subscriptions.
     *
     * @param retainedToWildcards whether a subscription with a wildcard gets retained messages
     * @param parentMatchesMultiLevel whether {@code a/#} also matches {@code a} (MQTT 5, 4.7.1.2)
     * @param identifiers whether subscription identifiers are available
     * @param maximumFiltersPerSubscribe most filters in a SUBSCRIBE; more end the connection with 0x97
     * @param maximum most subscriptions of a client; further ones are refused with 0x97
     */
    public record Subscriptions(
            boolean retainedToWildcards,
            boolean parentMatchesMultiLevel,
            boolean identifiers,
            Optional<Integer> maximumFiltersPerSubscribe,
            Optional<Integer> maximum) {

        public Subscriptions {
            maximumFiltersPerSubscribe.ifPresent(
                    value -> Range.check("maximumFiltersPerSubscribe", value, 1, Integer.MAX_VALUE));
            maximum.ifPresent(value -> Range.check("maximum", value, 1, Integer.MAX_VALUE));
        }
    }

    public MqttServerQuirks {
        Objects.requireNonNull(subscriptions, "subscriptions");
        Range.check("notAuthorizedIn311", notAuthorizedIn311, 1, 255);
    }
}
