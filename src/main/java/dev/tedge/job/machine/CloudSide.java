package dev.tedge.job.machine;

import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Work;
import dev.tedge.link.PublishRefusedException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What AWS says, and what becomes of documents. */
final class CloudSide {

    private static final Logger LOG = LoggerFactory.getLogger(CloudSide.class);

    private final Desk desk;
    private final CloudTalk talk;
    private final Verdicts verdicts;

    /** What is to become a command. */
    private Optional<CloudAnswer> candidate = Optional.empty();

    CloudSide(Desk desk) {
        this.desk = desk;
        this.talk = desk.cloud();
        this.verdicts = new Verdicts(talk);
    }

    Optional<Document> heard(CloudAnswer answer) {
        if (answer.kind() == CloudAnswer.Kind.NOTIFY_NEXT) {
            noticed(answer);
            return Optional.empty();
        }
        Optional<CloudTalk.Asked> asked = talk.answered(answer.token());
        if (asked.isEmpty()) {
            LOG.debug("Nobody waits for this answer of AWS any more: {}", answer.kind());
        }
        return asked.flatMap(request -> answered(request, answer));
    }

    private void noticed(CloudAnswer notice) {
        if (desk.work().isEmpty()) {
            talk.mayHaveNext();
        } else if (!notice.isOf(desk.work().orElseThrow().id())) {
            // An execution in progress comes before all others.
            talk.mustCheck();
        }
    }

    private Optional<Document> answered(CloudTalk.Asked asked, CloudAnswer answer) {
        if (asked.what() == CloudTalk.What.NEXT) {
            return next(answer);
        }
        desk.work().ifPresent(work -> {
            Verdicts.Verdict verdict = verdicts.of(work, asked, answer);
            verdict.report().ifPresent(desk::report);
            verdict.work().ifPresent(desk::move);
        });
        return Optional.empty();
    }

    private Optional<Document> next(CloudAnswer answer) {
        if (!answer.accepted()) {
            verdicts.refusal("the next job", answer).ifPresent(desk::report);
            return Optional.empty();
        }
        talk.succeeded();
        // A command may have been made meanwhile, late.
        return desk.work().isEmpty() ? answer.execution().flatMap(id -> next(id, answer)) : Optional.empty();
    }

    private Optional<Document> next(ExecutionId id, CloudAnswer answer) {
        Optional<Outcome> known = desk.ledger().outcomeOf(id);
        if (known.isPresent()) {
            LOG.info("The job {} comes once more, and is not executed again: it has {}", id, known.get());
            talk.begin();
            desk.move(Work.ended(id, answer.version(), known.get()));
            return Optional.empty();
        }
        candidate = Optional.of(answer);
        talk.awaitCommand();
        if (answer.document().isEmpty()) {
            refused(id, "its document is not a JSON object");
            desk.report("The job %s is rejected: its document is not a JSON object".formatted(id));
        }
        return answer.document();
    }

    void command(ExecutionId id, Command command) {
        takeCandidate(id).ifPresent(answer -> {
            LOG.info("The job {} becomes the command '{}'", id, command.topic());
            desk.local().begin(!answer.isFresh());
            desk.move(Work.offered(id, answer.version(), command));
        });
    }

    void refused(ExecutionId id, String reason) {
        takeCandidate(id).ifPresent(answer -> {
            LOG.warn("The job {} is rejected: {}", id, reason);
            desk.move(Work.ended(id, answer.version(), Outcome.of(Outcome.Status.REJECTED, reason)));
        });
    }

    private Optional<CloudAnswer> takeCandidate(ExecutionId id) {
        Optional<CloudAnswer> taken =
                candidate.filter(answer -> answer.isOf(id) && desk.work().isEmpty());
        if (taken.isPresent()) {
            candidate = Optional.empty();
            talk.commandIsThere();
            talk.begin();
        }
        return taken;
    }

    void notAsked(String token, Optional<PublishRefusedException> refusal) {
        if (talk.answered(token).isEmpty()) {
            return;
        }
        if (refusal.filter(PublishRefusedException::isDenial).isPresent()) {
            if (talk.denied()) {
                report("AWS does not let jobs be asked for, which is tried again in ten minutes", refusal);
            }
            return;
        }
        talk.failed();
        if (talk.isFirstFailure()) {
            report("AWS does not take a request for jobs, which is tried again", refusal);
        }
    }

    private void report(String what, Optional<PublishRefusedException> refusal) {
        refusal.ifPresent(cause -> desk.report(what + ": " + cause.getMessage()));
    }
}
