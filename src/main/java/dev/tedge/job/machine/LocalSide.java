package dev.tedge.job.machine;

import dev.tedge.job.execution.JsonText;
import dev.tedge.job.execution.Ledger;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.Work;
import dev.tedge.message.Payload;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the local broker has, and what devices say there. */
final class LocalSide {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSide.class);

    private static final Payload NOTHING = Payload.ofText("");

    /** So many may have ended since the local broker has last saved what it has. */
    private static final int MOST_SWEPT = 10;

    private final JobsOf jobs;
    private final Desk desk;
    private final LocalTalk talk;

    LocalSide(JobsOf jobs, Desk desk) {
        this.jobs = jobs;
        this.desk = desk;
        this.talk = desk.local();
    }

    void connected(boolean up) {
        if (talk.connected(up)) {
            // After a power cut a broker has again what was cleared shortly before.
            List<Ledger.Finished> finished = desk.ledger().finished();
            finished.subList(Math.max(0, finished.size() - MOST_SWEPT), finished.size()).stream()
                    .map(Ledger.Finished::topic)
                    .filter(topic -> !topic.isEmpty() && !isWorkedOn(topic))
                    .forEach(topic -> desk.add(new Effect.Publish(Effect.Purpose.SWEEP, topic, NOTHING)));
        }
    }

    /** A job that was deleted and created anew has the topic of the one before. */
    private boolean isWorkedOn(String topic) {
        return desk.work().filter(work -> work.topic().equals(topic)).isPresent();
    }

    void heard(String topic, Payload payload) {
        Optional<Work> work = desk.work().filter(one -> one.topic().equals(topic));
        if (work.isPresent()) {
            if (work.get().phase().isLive()) {
                talk.heard(isFromBefore(work.get(), payload));
                said(work.get(), payload);
            }
        } else if (payload.size() > 0 && jobs.isOfOneOf(desk.ledger().finished(), topic)) {
            LOG.info("'{}' is cleared: its job has ended", topic);
            desk.add(new Effect.Publish(Effect.Purpose.SWEEP, topic, NOTHING));
        }
    }

    /** What the broker had before the device began, and has again after a power cut: it would begin once more. */
    private static boolean isFromBefore(Work work, Payload payload) {
        return work.phase() == Phase.RUNNING && status(payload).equals("init");
    }

    private static String status(Payload payload) {
        return JsonText.object(payload)
                .map(json -> json.path("status").asText())
                .orElse("");
    }

    private void said(Work work, Payload payload) {
        String status = status(payload);
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
        boolean outdated = retained.isPresent()
                && desk.work()
                        .filter(work -> isFromBefore(work, retained.get()))
                        .isPresent();
        boolean ofUse = talk.found(moment, retained.isPresent(), desk.work());
        if (ofUse && outdated) {
            talk.heard(true);
        }
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
