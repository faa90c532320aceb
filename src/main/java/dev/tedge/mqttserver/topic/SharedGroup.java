package dev.tedge.mqttserver.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The members of a shared subscription, of which each message goes to one (MQTT 5, 4.8.2), in turn.
 *
 * @param <K> who subscribes
 * @param <S> the subscription
 */
public final class SharedGroup<K, S> {

    /** The next in turn first. */
    private final Map<K, S> members = new LinkedHashMap<>();

    SharedGroup() {}

    void put(K subscriber, S subscription) {
        members.put(subscriber, subscription);
    }

    boolean removeAndIsEmpty(K subscriber) {
        members.remove(subscriber);
        return members.isEmpty();
    }

    /** The subscription of this member, if it is one; whose turn it is stays as it is. */
    public Optional<S> of(K subscriber) {
        return Optional.ofNullable(members.get(subscriber));
    }

    /** The next member in turn, one that is preferred before all others; it then goes to the end. */
    public Optional<S> next(Predicate<S> preferred) {
        Optional<Map.Entry<K, S>> chosen = members.entrySet().stream()
                .filter(member -> preferred.test(member.getValue()))
                .findFirst()
                .or(() -> members.entrySet().stream().findFirst())
                .map(member -> Map.entry(member.getKey(), member.getValue()));
        chosen.ifPresent(member -> {
            members.remove(member.getKey());
            members.put(member.getKey(), member.getValue());
        });
        return chosen.map(Map.Entry::getValue);
    }
}
