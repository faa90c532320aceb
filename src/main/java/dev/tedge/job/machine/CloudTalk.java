package dev.tedge.job.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.JsonText;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.StatusDetails;
import dev.tedge.job.execution.Work;
import dev.tedge.link.DenialPause;
import dev.tedge.message.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests to AWS, one at a time. Whatever is not answered is asked again, later each time.
 */
final class CloudTalk {

    private static final Logger LOG = LoggerFactory.getLogger(CloudTalk.class);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Routes of users may ask others for something. */
    private static final Duration PATIENCE_FOR_A_COMMAND = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 8;

    private final String topics;
    private final LongSupplier millis;
    private final RandomGenerator random;
    private final String process;

    // For the life of the process.
    private long requests;

    /** Whether there may be another execution. */
    private boolean wantsNext;

    /** Whether the execution that is worked on may have been ended by AWS. */
    private boolean mustCheck;

    /** AWS does not like the details. */
    private boolean withoutDetails;

    private Map<String, String> told = Map.of();
    private int failures;
    private long notBefore;
    private final DenialPause denials = new DenialPause();

    // For the life of a connection.
    private boolean up;
    private Optional<Asked> asked = Optional.empty();
    private What lastAsked = What.NEXT;

    /** What is not answered yet, by AWS or by the route that makes commands of documents. */
    record Asked(What what, String token, long until, Map<String, String> details) {}

    enum What {
        NEXT,
        COMMAND,
        CHECK,
        PROGRESS,
        END
    }

    CloudTalk(String thing, LongSupplier millis, RandomGenerator random) {
        this.topics = "$aws/things/" + thing + "/jobs/";
        this.millis = millis;
        this.random = random;
        this.notBefore = millis.getAsLong();
        this.process = Long.toHexString(random.nextLong());
    }

    /** The connection is there now, or gone. */
    void connected(boolean now) {
        if (now != up) {
            up = now;
            asked = asked.filter(waiting -> waiting.what() == What.COMMAND);
            wantsNext = true;
            mustCheck = true;
            startOver();
        }
    }

    /** What to ask now, if anything. */
    Optional<Effect> next(Optional<Work> work) {
        long now = millis.getAsLong();
        if (asked.isPresent() && now >= asked.get().until()) {
            LOG.debug("AWS has not answered: {}", asked.get().what());
            failed();
        }
        if (!up || asked.isPresent() || now < earliest()) {
            return Optional.empty();
        }
        return wanted(work).map(what -> ask(what, work));
    }

    /** When {@link #next} may have something else to say. */
    OptionalLong due(Optional<Work> work) {
        if (asked.isPresent()) {
            return OptionalLong.of(asked.get().until());
        }
        return up && wanted(work).isPresent() ? OptionalLong.of(earliest()) : OptionalLong.empty();
    }

    private Optional<What> wanted(Optional<Work> work) {
        if (work.isEmpty()) {
            return wantsNext ? Optional.of(What.NEXT) : Optional.empty();
        }
        Phase phase = work.get().phase();
        if (!phase.isLive()) {
            // What the outcome is answered with tells as much as a check.
            return phase == Phase.ENDED ? Optional.of(What.END) : Optional.empty();
        }
        if (mustCheck) {
            return Optional.of(What.CHECK);
        }
        return details(work.get()).equals(told) ? Optional.empty() : Optional.of(What.PROGRESS);
    }

    /** What AWS has to know of an execution in progress; without a word of the device it knows all, but the step timer. */
    private static Map<String, String> details(Work work) {
        Optional<ObjectNode> command =
                work.command().map(Command::payload).flatMap(payload -> JsonText.object(payload));
        boolean begun = work.phase() == Phase.RUNNING
                || work.command()
                        .flatMap(one -> one.stepMinutes().stream().boxed().findFirst())
                        .isPresent();
        return begun
                ? JsonText.object(work.said())
                        .map(said -> StatusDetails.of(said, command.orElseGet(JsonText::object)))
                        .orElse(Map.of())
                : Map.of();
    }

    private Effect ask(What what, Optional<Work> work) {
        String token = process + '-' + ++requests;
        ObjectNode json = JsonText.object().put("clientToken", token);
        Map<String, String> details = Map.of();
        String topic = topics + "start-next";
        if (what != What.NEXT) {
            Work now = work.orElseThrow();
            topic = topics + now.id().jobId() + (what == What.CHECK ? "/get" : "/update");
            json.put("executionNumber", now.id().number());
            if (what == What.CHECK) {
                json.put("includeJobDocument", false);
            } else {
                details = what == What.END ? now.outcome().map(Outcome::details).orElse(Map.of()) : details(now);
                update(json, now, details);
            }
        }
        await(new Asked(what, token, millis.getAsLong() + PATIENCE.toMillis(), details));
        return new Effect.Ask(topic, Payload.ofText(json.toString()), token);
    }

    private void update(ObjectNode json, Work work, Map<String, String> details) {
        json.put(
                "status", work.outcome().map(outcome -> outcome.status().name()).orElse("IN_PROGRESS"));
        json.put("includeJobExecutionState", true);
        if (work.version() > 0) {
            json.put("expectedVersion", work.version());
        }
        if (!withoutDetails && !details.isEmpty()) {
            details.forEach(json.putObject("statusDetails")::put);
        }
        if (work.outcome().isEmpty()) {
            // Begins again when the device says something new.
            work.command()
                    .ifPresent(command ->
                            command.stepMinutes().ifPresent(minutes -> json.put("stepTimeoutInMinutes", minutes)));
        }
    }

    /** What an answer is to, which is then answered; empty when nobody waits for it any more. */
    Optional<Asked> answered(String token) {
        Optional<Asked> answered = asked.filter(waiting -> waiting.token().equals(token));
        if (answered.isPresent()) {
            asked = Optional.empty();
        }
        return answered;
    }

    /** A document has to become a command before anything else is asked. */
    void awaitCommand() {
        long until = millis.getAsLong() + PATIENCE_FOR_A_COMMAND.toMillis();
        await(new Asked(What.COMMAND, "", until, Map.of()));
    }

    /** What AWS notices from now on counts: its notices may overtake the answer. */
    private void await(Asked request) {
        asked = Optional.of(request);
        lastAsked = request.what();
        wantsNext &= lastAsked != What.NEXT;
        mustCheck &= lastAsked != What.CHECK;
    }

    /** There is a command, or there never will be. */
    void commandIsThere() {
        asked = asked.filter(waiting -> waiting.what() != What.COMMAND);
    }

    /** Begins with another execution, or with none. */
    void begin() {
        wantsNext = true;
        mustCheck = false;
        withoutDetails = false;
        told = Map.of();
    }

    void mayHaveNext() {
        wantsNext = true;
    }

    void mustCheck() {
        mustCheck = true;
    }

    void told(Map<String, String> details) {
        told = details;
    }

    /** @return whether they were there before */
    boolean leaveDetailsOut() {
        boolean before = !withoutDetails;
        withoutDetails = true;
        return before;
    }

    void succeeded() {
        denials.allowed();
        startOver();
    }

    private void startOver() {
        failures = 0;
        notBefore = millis.getAsLong();
    }

    /** Later, then: twice as long each time, up to some minutes, and not at the same moment as all other devices. */
    void failed() {
        asked = Optional.empty();
        wantsNext |= lastAsked == What.NEXT || lastAsked == What.COMMAND;
        mustCheck |= lastAsked == What.CHECK;
        double pause = FIRST_PAUSE.toMillis() * (double) (1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        notBefore = millis.getAsLong() + (long) (pause * (0.75 + 0.5 * random.nextDouble()));
    }

    /** The policy denies what is asked; says whether for the first time. */
    boolean denied() {
        failed();
        return denials.denied(nanos());
    }

    private long earliest() {
        return Math.max(notBefore, millis.getAsLong() + denials.left(nanos()).toMillis());
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis.getAsLong());
    }

    /** Whether it has gone wrong once only. */
    boolean isFirstFailure() {
        return failures == 1;
    }
}
