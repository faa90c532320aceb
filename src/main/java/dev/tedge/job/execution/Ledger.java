package dev.tedge.job.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that has to outlive the process.
 *
 * @param work what is worked on
 * @param finished the latest that are done with, the oldest first: what comes once more is not executed again
 */
public record Ledger(Optional<Work> work, List<Finished> finished) {

    /** Nothing yet. */
    public static final Ledger EMPTY = new Ledger(Optional.empty(), List.of());

    /** AWS lists at most ten executions of a thing as pending. */
    private static final int MOST_FINISHED = 100;

    public Ledger {
        Objects.requireNonNull(work, "work");
        finished = List.copyOf(finished);
    }

    /**
     * An execution that is done with, and how it ended.
     *
     * @param topic of its command; empty when it had none
     */
    public record Finished(ExecutionId id, String topic, Outcome outcome) {

        public Finished {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    /** The same with other work. */
    public Ledger with(Work now) {
        return new Ledger(Optional.of(now), finished);
    }

    /** The work is done with. */
    public Ledger withoutWork() {
        Work done = work.orElseThrow();
        List<Finished> all = new ArrayList<>(finished);
        all.removeIf(one -> one.id().isNamedLike(done.id()));
        all.add(new Finished(done.id(), done.topic(), done.outcome().orElseThrow()));
        return new Ledger(Optional.empty(), all.subList(Math.max(0, all.size() - MOST_FINISHED), all.size()));
    }

    /** How an execution has ended that is done with; not how one of the same name did, before its job was created anew. */
    public Optional<Outcome> outcomeOf(ExecutionId id) {
        return finished.stream()
                .filter(one -> one.id().matches(id))
                .map(Finished::outcome)
                .findFirst();
    }
}
