package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The topics over which the broker has ended a connection lately, because the policy does not allow to publish there. A broker
 * that does so would do it for each further message, and a link that has to connect again for each would be down most of the
 * time. So they are refused here for a while; then one is tried again.
 *
 * <p>What is refused with an answer alone is not remembered: to ask costs nothing. Guarded by {@link Outbound}.
 */
final class ForbiddenTopics {

    /** At most one connection in this time is lost to a topic. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** An answer and the end that follows it come within a round trip. */
    private static final Duration JUST_NOW = Duration.ofSeconds(10);

    /** Far more topics than a device has. */
    private static final int MOST = 1_000;

    /** What a policy decides on: to retain takes a right of its own. */
    private record Right(String topic, boolean retain) {

        static Right of(OutboundMessage message) {
            return new Right(message.topic(), message.retain());
        }
    }

    private final LongSupplier nanos;
    private final Map<Right, Long> since = new LinkedHashMap<>();

    // For the life of a connection.
    private @Nullable Right refused;
    private long refusedAt;

    /** @param nanos a clock that only goes forward, such as {@link System#nanoTime} */
    ForbiddenTopics(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The broker has answered a message in this way; perhaps it ends the connection, too. */
    void answered(OutboundMessage message, int reasonCode) {
        if (reasonCode == ReasonCodes.NOT_AUTHORIZED) {
            refused = Right.of(message);
            refusedAt = nanos.getAsLong();
        }
    }

    /** The connection has ended. */
    void ended(LinkFailure failure) {
        if (refused != null && failure.mayBlameAPacket() && nanos.getAsLong() - refusedAt < JUST_NOW.toNanos()) {
            remember(refused);
        }
        refused = null;
    }

    /** The connection has ended over this message. */
    void blamed(OutboundMessage message, LinkFailure failure) {
        if (failure.reasonCode() == ReasonCodes.NOT_AUTHORIZED) {
            remember(Right.of(message));
        }
    }

    private void remember(Right right) {
        if (since.size() == MOST) {
            since.remove(since.keySet().iterator().next());
        }
        since.put(right, nanos.getAsLong());
    }

    /** Why a message should not be sent now, if so. */
    Optional<PublishRefusedException> refusal(OutboundMessage message) {
        if (since.isEmpty()) {
            return Optional.empty();
        }
        Right right = Right.of(message);
        Long began = since.get(right);
        if (began == null) {
            return Optional.empty();
        }
        if (nanos.getAsLong() - began >= REMEMBERED.toNanos()) {
            since.remove(right);
            return Optional.empty();
        }
        return Optional.of(PublishRefusedException.notAuthorizedLately(message.topic()));
    }

    /** Lets everything be tried again. */
    void forget() {
        since.clear();
    }
}
