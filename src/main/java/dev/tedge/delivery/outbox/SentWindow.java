package dev.tedge.delivery.outbox;

import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.MessageExpiredException;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the link has and AWS has not answered, so many messages and bytes at most. Guarded by the {@link Dispatcher}. */
final class SentWindow {

    /** A link takes more, and does not have to give anything back. */
    private static final long MOST_BYTES = 8 << 20;

    /** Hears, without the lock, what becomes of what was sent. */
    interface Outcomes {

        void delivered(Entry entry);

        void refused(Entry entry, PublishRefusedException failure);

        /** It is of no use any more. */
        void expired(Entry entry);

        /** The link is closing. */
        void givenBack(Entry entry);
    }

    private final Delivery.Way way;
    private final Outcomes outcomes;
    private final Set<Entry> sent = new LinkedHashSet<>();
    private long bytes;

    SentWindow(Delivery.Way way, Outcomes outcomes) {
        this.way = way;
        this.outcomes = outcomes;
    }

    boolean hasRoom() {
        return sent.size() < way.window() && bytes < MOST_BYTES;
    }

    /** How many messages are few, when there are so many to be sent next. */
    int few() {
        return way.window() / 2;
    }

    Collection<Entry> all() {
        return Collections.unmodifiableCollection(sent);
    }

    void send(Entry entry) {
        sent.add(entry);
        bytes += entry.message().size();
        way.aws().publish(entry.message().message(), new Outcome(entry));
    }

    /** AWS has answered, or the link has it no longer; false when that is known already. */
    boolean remove(Entry entry) {
        boolean there = sent.remove(entry);
        if (there) {
            StoredMessage message = entry.message();
            bytes -= message.size();
        }
        return there;
    }

    /** What becomes of a message that the link has. */
    private final class Outcome implements Publisher.Callback {

        private final Entry entry;

        Outcome(Entry entry) {
            this.entry = entry;
        }

        @Override
        public void delivered() {
            outcomes.delivered(entry);
        }

        @Override
        public void failed(Exception failure) {
            if (failure instanceof PublishRefusedException refusal) {
                outcomes.refused(entry, refusal);
            } else if (failure instanceof MessageExpiredException) {
                outcomes.expired(entry);
            } else {
                outcomes.givenBack(entry);
            }
        }
    }
}
