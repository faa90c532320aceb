package dev.tedge.job.machine;

import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.Work;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an answer of AWS means for the execution that is worked on. */
final class Verdicts {

    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    private static final Set<String> PENDING = Set.of("QUEUED", "IN_PROGRESS");

    private final CloudTalk cloud;

    Verdicts(CloudTalk cloud) {
        this.cloud = cloud;
    }

    /**
     * @param work empty for as before
     * @param report to people
     */
    record Verdict(Optional<Work> work, Optional<String> report) {

        static final Verdict NONE = new Verdict(Optional.empty(), Optional.empty());

        static Verdict of(Work work) {
            return new Verdict(Optional.of(work), Optional.empty());
        }
    }

    Verdict of(Work work, CloudTalk.Asked asked, CloudAnswer answer) {
        if (!answer.jobId().equals(work.id().jobId())) {
            return Verdict.NONE;
        }
        if (answer.accepted()) {
            cloud.succeeded();
            return asked.what() == CloudTalk.What.CHECK ? checked(work, answer) : updated(work, asked, answer);
        }
        return rejected(work, asked, answer);
    }

    private Verdict checked(Work work, CloudAnswer answer) {
        if (answer.execution().isPresent() && !answer.isOf(work.id())) {
            return gone(work, "AWS has begun it anew");
        }
        return PENDING.contains(answer.status())
                ? Verdict.of(work.withVersion(answer.version()))
                : gone(work, "AWS has ended it: " + answer.status());
    }

    private Verdict updated(Work work, CloudTalk.Asked asked, CloudAnswer answer) {
        if (asked.what() == CloudTalk.What.END) {
            return Verdict.of(work.in(Phase.REPORTED));
        }
        cloud.told(asked.details());
        return Verdict.of(work.withVersion(answer.stateVersion(work.version() + 1)));
    }

    private Verdict rejected(Work work, CloudTalk.Asked asked, CloudAnswer answer) {
        return switch (answer.code()) {
            case "TerminalStateReached" -> gone(work, "AWS has ended it");
            case "ResourceNotFound" -> gone(work, "AWS has it no more");
            case "VersionMismatch", "InvalidStateTransition" -> moved(work, answer);
            case "InvalidRequest", "InvalidJson" -> misunderstood(work, asked, answer);
            default -> refused(work, answer);
        };
    }

    /** A device must not be able to keep its own outcome from AWS by its words. */
    private Verdict misunderstood(Work work, CloudTalk.Asked asked, CloudAnswer answer) {
        if (asked.what() != CloudTalk.What.CHECK && cloud.leaveDetailsOut()) {
            LOG.warn("The job {}: its details are left out, as AWS does not take them: {}", work.id(), answer.reason());
            return Verdict.NONE;
        }
        return refused(work, answer);
    }

    private Verdict refused(Work work, CloudAnswer answer) {
        return new Verdict(Optional.empty(), refusal("the job " + work.id(), answer));
    }

    /** Somebody else has changed it, or an answer was lost. */
    private Verdict moved(Work work, CloudAnswer answer) {
        Optional<String> status = answer.stateStatus();
        if (status.filter(now -> !PENDING.contains(now)).isPresent()) {
            return ended(work, status.get());
        }
        LOG.info("The job {} has changed on AWS, which is asked again: {}", work.id(), answer.reason());
        if (status.isPresent() && answer.code().equals("VersionMismatch")) {
            return Verdict.of(work.withVersion(answer.stateVersion(0)));
        }
        cloud.failed();
        cloud.mustCheck();
        return Verdict.of(work.withVersion(0));
    }

    private Verdict ended(Work work, String status) {
        boolean ours = work.phase() == Phase.ENDED
                && work.outcome().map(Outcome::status).map(Enum::name).equals(Optional.of(status));
        // Then only the answer was lost.
        return ours ? Verdict.of(work.in(Phase.REPORTED)) : gone(work, "AWS has ended it: " + status);
    }

    private static Verdict gone(Work work, String reason) {
        if (!work.phase().isLive()) {
            LOG.warn(
                    "The job {} has ended here with {}, but {}",
                    work.id(),
                    work.outcome().orElseThrow(),
                    reason);
            return Verdict.of(work.in(Phase.REPORTED));
        }
        LOG.info("The job {} is not executed any further: {}", work.id(), reason);
        return Verdict.of(work.withdrawn(reason));
    }

    /**
     * AWS can't be asked this now, and is asked again later.
     *
     * @return for people, the first time
     */
    Optional<String> refusal(String what, CloudAnswer answer) {
        cloud.failed();
        LOG.warn("AWS has rejected a request for {}, which is repeated: {}", what, answer.reason());
        boolean passing =
                answer.code().equals("RequestThrottled") || answer.code().equals("InternalError");
        return passing || !cloud.isFirstFailure()
                ? Optional.empty()
                : Optional.of("AWS has rejected a request for %s: %s".formatted(what, answer.reason()));
    }
}
