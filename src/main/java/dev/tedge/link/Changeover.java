package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From some topic filters to others, without a gap and without a message twice. The broker is asked for the new ones before the
 * old ones end; meanwhile one that tells its copies apart by identifiers sends a message that both match once for each. Until the first
 * copy for a new filter comes, those for the old ones are for its consumers; from then on they are not. A broker sends messages of
 * one QoS in order, so none is between the two. To be asked for each message once and in order, by one thread at a time.
 */
final class Changeover {

    /** Nothing has been changed. */
    static final Changeover NONE = new Changeover(List.of(), List.of());

    private final Set<Integer> gone = new HashSet<>();
    private final Set<String> added;

    /** New filters of which a copy has come, each with its kind of QoS. */
    private final Set<Came> came = new HashSet<>();

    private @Nullable InboundMessage last;
    private @Nullable InboundMessage repeated;

    /** A filter of which a copy came with QoS 0, or with a higher one. */
    private record Came(String filter, boolean atMostOnce) {}

    /**
     * @param gone filters that nobody wants any more
     * @param added filters that nobody wanted before
     */
    Changeover(Collection<String> gone, Collection<String> added) {
        gone.forEach(filter -> this.gone.add(Subscription.identifier(filter)));
        this.added = Set.copyOf(added);
    }

    /** Whether the broker sends a message for a filter that is gone. */
    boolean isOfGone(InboundMessage message) {
        return message.subscriptionIdentifiers().stream().anyMatch(gone::contains);
    }

    /** Whether a filter is new. */
    boolean hasAdded(TopicFilter filter) {
        return added.contains(filter.value());
    }

    /** Whether a message for a filter that is gone is for the consumers of this one. */
    synchronized boolean takes(TopicFilter filter, InboundMessage message) {
        return hasAdded(filter) && !came.contains(new Came(filter.value(), message.qos() == 0));
    }

    /** Whether this message has been handed on before, as the copy for a filter that is gone. */
    synchronized boolean isRepeated(InboundMessage message) {
        return message == repeated;
    }

    /** The message is being handed on. */
    synchronized void next(InboundMessage message) {
        InboundMessage before = last;
        if (isOfGone(message)) {
            last = message;
            return;
        }
        boolean same = before != null && isSame(before, message);
        if (!same) {
            last = null;
        }
        for (String filter : added) {
            boolean isCopy = message.subscriptionIdentifiers().contains(Subscription.identifier(filter));
            if (isCopy && came.add(new Came(filter, message.qos() == 0)) && same) {
                repeated = message;
            }
        }
    }

    private static boolean isSame(InboundMessage one, InboundMessage other) {
        return one.topic().equals(other.topic())
                && (one.qos() == 0) == (other.qos() == 0)
                && Arrays.equals(one.payload(), other.payload());
    }
}
