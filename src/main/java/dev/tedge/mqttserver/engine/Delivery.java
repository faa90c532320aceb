package dev.tedge.mqttserver.engine;

import java.util.List;

/**
 * A message on its way to one client.
 *
 * @param qos the lower one of message and subscription
 * @param retain the flag that the client is to see
 * @param subscriptionIds identifiers of the client's subscriptions that matched
 */
record Delivery(StoredMessage stored, int qos, boolean retain, List<Integer> subscriptionIds) {

    Delivery {
        subscriptionIds = List.copyOf(subscriptionIds);
    }
}
