package dev.tedge.job.machine;

import dev.tedge.job.execution.JsonText;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.Work;
import dev.tedge.message.Payload;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the local broker has, and what devices say there. */
final class LocalSide {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSide.class);

    private static final Payload NOTHING = Payload.ofText("");

    private final JobsOf jobs;
    private final Desk desk;
    private final LocalTalk talk;

    LocalSide(JobsOf jobs, Desk desk) {
        this.jobs = jobs;
        this.desk = desk;
        this.talk = desk.local();
    }

    void heard(String topic, Payload payload) {
        Optional<Work> work = desk.work().filter(one -> one.topic().equals(topic));
        if (work.isPresent()) {
            if (work.get().phase().isLive()) {
                talk.heard();
                said(work.get(), payload);
            }
        } else if (payload.size() > 0 && jobs.isOfOneOf(desk.ledger().finished(), topic)) {
            LOG.info("'{}' is cleared: its job has ended", topic);
            desk.add(new Effect.Publish(Effect.Purpose.SWEEP, topic, NOTHING));
        }
    }

    private void said(Work work, Payload payload) {
        String status = JsonText.object(payload)
                .map(json -> json.path("status").asText())
                .orElse("");
        if (payload.equals(work.said())) {
            // What the broker had retained, or our own.
            if (work.phase() == Phase.OFFERED) {
                desk.move(work.in(Phase.PUBLISHED));
            }
        } else if (payload.size() > 0 && status.isEmpty()) {
            desk.complain("Not understood: the message on '%s' is not a JSON object with a \"status\""
                    .formatted(work.topic()));
        } else {
            desk.move(LocalStatus.after(work, status, payload));
        }
    }

    void found(long moment, Optional<Payload> retained) {
        boolean ofUse = talk.found(moment, retained.isPresent(), desk.work());
        desk.work().filter(work -> ofUse).ifPresent(work -> retained.ifPresent(payload -> said(work, payload)));
    }

    void published(Effect.Purpose purpose) {
        if (purpose == Effect.Purpose.SWEEP) {
            return;
        }
        talk.published(purpose);
        desk.work().ifPresent(work -> {
            if (purpose == Effect.Purpose.OFFER && work.phase() == Phase.OFFERED) {
                desk.move(work.in(Phase.PUBLISHED));
            } else if (purpose == Effect.Purpose.CLEAR) {
                desk.finish();
            }
        });
    }

    void notPublished(Effect.Purpose purpose, Optional<String> refusal) {
        if (purpose == Effect.Purpose.SWEEP) {
            return;
        }
        if (refusal.isEmpty()) {
            talk.notPublished();
        } else {
            talk.failed();
        }
        refusal.ifPresent(reason -> {
            desk.report("The local broker refuses the command of a job: " + reason);
            desk.work().ifPresent(work -> refused(work, purpose, reason));
        });
    }

    private void refused(Work work, Effect.Purpose purpose, String reason) {
        if (work.phase() == Phase.OFFERED) {
            desk.move(work.ended(work.said(), Outcome.of(Outcome.Status.FAILED, reason)));
        } else if (purpose == Effect.Purpose.CLEAR) {
            desk.finish();
        } else {
            // Nothing can be done about it: the next is more important.
            talk.published(purpose);
        }
    }
}
