package dev.tedge.job.execution;

import dev.tedge.message.Payload;
import java.util.Objects;
import java.util.Optional;

/**
 * The execution that is worked on.
 *
 * @param version the number that AWS last gave to it; 0 when it is not known
 * @param command empty when no command could be made of its document
 * @param said the last payload on the topic of the command that is known; empty without a command
 * @param outcome there from {@link Phase#ENDED} on
 */
public record Work(
        ExecutionId id, long version, Phase phase, Optional<Command> command, Payload said, Optional<Outcome> outcome) {

    private static final Payload NOTHING = Payload.ofText("");

    public Work {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(outcome, "outcome");
        if (phase.isLive() ? command.isEmpty() : outcome.isEmpty()) {
            throw new IllegalArgumentException(phase + " has no " + (phase.isLive() ? "command" : "outcome"));
        }
    }

    /** A device is to be given this command. */
    public static Work offered(ExecutionId id, long version, Command command) {
        return new Work(id, version, Phase.OFFERED, Optional.of(command), command.payload(), Optional.empty());
    }

    /** It has ended before any device heard of it. */
    public static Work ended(ExecutionId id, long version, Outcome outcome) {
        return new Work(id, version, Phase.ENDED, Optional.empty(), NOTHING, Optional.of(outcome));
    }

    /** The same with what AWS counts now. */
    public Work withVersion(long now) {
        return new Work(id, now, phase, command, said, outcome);
    }

    /** The same one step further. */
    public Work in(Phase next) {
        return new Work(id, version, next, command, said, outcome);
    }

    /** The device works on it, and has said so. */
    public Work running(Payload now) {
        return new Work(id, version, Phase.RUNNING, command, now, outcome);
    }

    /** The device is done with it. */
    public Work ended(Payload last, Outcome how) {
        return new Work(id, version, Phase.ENDED, command, last, Optional.of(how));
    }

    /** AWS does not want it any more. */
    public Work withdrawn(String reason) {
        return new Work(
                id, version, Phase.WITHDRAWN, command, said, Optional.of(Outcome.of(Outcome.Status.FAILED, reason)));
    }

    /** Where its command is; empty without one. */
    public String topic() {
        return command.map(Command::topic).orElse("");
    }
}
