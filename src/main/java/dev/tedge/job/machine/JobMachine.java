package dev.tedge.job.machine;

import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.Ledger;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.message.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One execution after the other: asked for, offered to a device as a command, watched, reported, cleared. Each method says what has
 * happened; then {@link #ledger} is to be kept, and after that {@link #takeEffects} to be done.
 */
public final class JobMachine {

    private final Desk desk;
    private final CloudSide cloud;
    private final LocalSide local;

    /**
     * Goes on from where a ledger ends.
     *
     * @param millis a clock that nobody sets
     * @param random for what must not happen on all devices at once
     */
    public JobMachine(JobsOf jobs, Ledger ledger, LongSupplier millis, RandomGenerator random) {
        this.desk = new Desk(ledger, new CloudTalk(jobs.thing(), millis, random), new LocalTalk(millis));
        this.cloud = new CloudSide(desk);
        this.local = new LocalSide(jobs, desk);
    }

    /** What is to be kept. */
    public Ledger ledger() {
        return desk.ledger();
    }

    /** What is to be done since the last call. */
    public List<Effect> takeEffects() {
        return desk.takeEffects();
    }

    /** When {@link #tick} is to be called, in milliseconds of the clock. */
    public OptionalLong due() {
        return desk.due();
    }

    /** Time has passed. */
    public void tick() {
        desk.advance();
    }

    /** The connection to AWS is up now, or down. */
    public void cloud(boolean up) {
        desk.cloud().connected(up);
        desk.advance();
    }

    /** The connection to the local broker is up now, or down. */
    public void local(boolean up) {
        local.connected(up);
        desk.advance();
    }

    /**
     * AWS says something.
     *
     * @return what has to become a command: {@link #command} or {@link #refused} is to be called for it
     */
    public Optional<Document> heardFromCloud(CloudAnswer answer) {
        Optional<Document> document = cloud.heard(answer);
        desk.advance();
        return document;
    }

    /** A document has become a command. Too late, or for the second time, it is ignored: AWS is asked again. */
    public void command(ExecutionId id, Command command) {
        cloud.command(id, command);
        desk.advance();
    }

    /** No command can be made of a document. */
    public void refused(ExecutionId id, String reason) {
        cloud.refused(id, reason);
        desk.advance();
    }

    /**
     * AWS could not be asked.
     *
     * @param refusal why it does not let itself be asked; empty when the connection is gone
     */
    public void notAsked(String token, Optional<PublishRefusedException> refusal) {
        cloud.notAsked(token, refusal);
        desk.advance();
    }

    /** Somebody else publishes on the topic of a command. */
    public void heardLocally(String topic, Payload payload) {
        local.heard(topic, payload);
        desk.advance();
    }

    /** What {@link Effect.LookUp} wanted to know; empty when nothing is retained. */
    public void found(long moment, Optional<Payload> retained) {
        local.found(moment, retained);
        desk.advance();
    }

    /** The local broker can't be asked now. */
    public void notLookedUp() {
        desk.local().failed();
        desk.advance();
    }

    /** The local broker has it. */
    public void published(Effect.Purpose purpose) {
        local.published(purpose);
        desk.advance();
    }

    /**
     * The local broker does not have it.
     *
     * @param refusal why it never will; empty when it may later
     */
    public void notPublished(Effect.Purpose purpose, Optional<String> refusal) {
        local.notPublished(purpose, refusal);
        desk.advance();
    }
}
