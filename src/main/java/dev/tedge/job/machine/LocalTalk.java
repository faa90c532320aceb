package dev.tedge.job.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.JsonText;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.Work;
import dev.tedge.message.Payload;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** What is to be done at the local broker about the command of an execution, one thing after the other. */
final class LocalTalk {

    private static final Payload NOTHING = Payload.ofText("");

    /** A device that has taken a command has said so by then. */
    private static final Duration BEFORE_A_SECOND_LOOK = Duration.ofSeconds(3);

    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(5);

    private final LongSupplier millis;

    // For the life of the process.

    /** Whether nobody knows what the broker has. */
    private boolean mustLook;

    private boolean putBack;
    private boolean withdrawn;
    private int misses;

    /** Counts what is heard: what was looked up before is old. */
    private long moment;

    private boolean busy;
    private long notBefore;

    // For the life of a connection.
    private boolean up;

    LocalTalk(LongSupplier millis) {
        this.millis = millis;
        this.notBefore = millis.getAsLong();
    }

    /**
     * The connection is there now, or gone; what was lost meanwhile is put back.
     *
     * @return whether it is a new one
     */
    boolean connected(boolean now) {
        boolean anew = now && !up;
        if (anew) {
            mustLook = true;
            misses = 0;
        }
        up = now;
        return anew;
    }

    /** Begins with another execution, or with none. */
    void begin(boolean look) {
        mustLook = look;
        putBack = false;
        withdrawn = false;
        misses = 0;
        moment++;
        notBefore = millis.getAsLong();
    }

    /** What to do now, if anything. */
    Optional<Effect> next(Optional<Work> work) {
        if (!up || busy || millis.getAsLong() < notBefore) {
            return Optional.empty();
        }
        Optional<Effect> effect = work.flatMap(this::wanted);
        busy = effect.isPresent();
        return effect;
    }

    /** When {@link #next} may have something else to say. */
    OptionalLong due(Optional<Work> work) {
        return up && !busy && work.flatMap(this::wanted).isPresent()
                ? OptionalLong.of(notBefore)
                : OptionalLong.empty();
    }

    private Optional<Effect> wanted(Work work) {
        String topic = work.topic();
        if (work.phase().isLive() && mustLook) {
            return Optional.of(new Effect.LookUp(topic, moment));
        }
        return switch (work.phase()) {
            case OFFERED -> publish(Effect.Purpose.OFFER, topic, work.said());
            case PUBLISHED, RUNNING ->
                putBack ? publish(Effect.Purpose.PUT_BACK, topic, work.said()) : Optional.empty();
            case ENDED -> Optional.empty();
            case REPORTED -> publish(Effect.Purpose.CLEAR, topic, NOTHING);
            case WITHDRAWN ->
                withdrawn
                        ? publish(Effect.Purpose.CLEAR, topic, NOTHING)
                        : publish(Effect.Purpose.WITHDRAW, topic, failed(work));
        };
    }

    private static Optional<Effect> publish(Effect.Purpose purpose, String topic, Payload payload) {
        return Optional.of(new Effect.Publish(purpose, topic, payload));
    }

    /** What thin-edge.io's commands say when they have failed. */
    private static Payload failed(Work work) {
        ObjectNode json = JsonText.object(work.said()).orElseGet(JsonText::object);
        json.put("status", "failed")
                .put("reason", work.outcome().map(Outcome::reason).orElse(""));
        return Payload.ofText(json.toString());
    }

    /**
     * Something came on the topic, from the device or as what is retained.
     *
     * @param outdated whether it is from before what is known, which is to be put back
     */
    void heard(boolean outdated) {
        moment++;
        mustLook = false;
        misses = 0;
        putBack = outdated;
    }

    /**
     * What was looked up.
     *
     * @param at the moment of the effect
     * @return whether it is still of use
     */
    boolean found(long at, boolean anything, Optional<Work> work) {
        busy = false;
        if (at != moment || work.filter(one -> one.phase().isLive()).isEmpty()) {
            return false;
        }
        boolean offered = work.get().phase() == Phase.OFFERED;
        boolean certain = anything || offered || ++misses > 1;
        mustLook = !certain;
        putBack = certain && !anything && !offered;
        if (!certain) {
            notBefore = millis.getAsLong() + BEFORE_A_SECOND_LOOK.toMillis();
        }
        return true;
    }

    /** Something could not be done now. */
    void failed() {
        busy = false;
        notBefore = millis.getAsLong() + BEFORE_TRYING_AGAIN.toMillis();
    }

    /** The broker may have it nevertheless, and the device may have answered. */
    void notPublished() {
        mustLook = true;
        misses = 0;
        failed();
    }

    /** Something was published. */
    void published(Effect.Purpose purpose) {
        busy = false;
        putBack &= purpose != Effect.Purpose.PUT_BACK;
        withdrawn |= purpose == Effect.Purpose.WITHDRAW;
    }
}
