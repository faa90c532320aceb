package dev.tedge.job;

import dev.tedge.job.machine.Effect;
import dev.tedge.job.machine.JobMachine;
import dev.tedge.link.Link;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the machine wants done, and tells it the outcome. */
final class JobEffects {

    private static final Logger LOG = LoggerFactory.getLogger(JobEffects.class);

    private final Link local;
    private final Link aws;
    private final RetainedMessage retained;
    private final Consumer<String> reports;
    private final Consumer<Consumer<JobMachine>> outcomes;

    /** @param outcomes takes what is to be told to the machine, from any thread */
    JobEffects(JobsConfig config, Link local, Link aws, Consumer<Consumer<JobMachine>> outcomes) {
        this.local = local;
        this.aws = aws;
        this.retained = new RetainedMessage(config.lookUp());
        this.reports = config.reports();
        this.outcomes = outcomes;
    }

    /** Whether {@link #perform} may take some seconds. */
    static boolean takesLong(Effect effect) {
        return effect instanceof Effect.LookUp;
    }

    void perform(Effect effect) {
        if (effect instanceof Effect.Ask ask) {
            publish(
                    aws,
                    new OutboundMessage(ask.topic(), ask.payload().toByteArray(), 1, false),
                    jobs -> {},
                    refusal -> jobs -> jobs.notAsked(ask.token(), refusal));
        } else if (effect instanceof Effect.Publish publish) {
            publish(
                    local,
                    message(publish),
                    jobs -> jobs.published(publish.purpose()),
                    refusal -> jobs -> jobs.notPublished(publish.purpose(), refusal.map(Exception::getMessage)));
        } else if (effect instanceof Effect.LookUp lookUp) {
            lookUp(lookUp);
        } else if (effect instanceof Effect.Report report) {
            reports.accept(report.text());
        }
    }

    /** A device may have answered what is not acknowledged: sent again, it would overwrite the answer, and begin the job anew. */
    private static OutboundMessage message(Effect.Publish publish) {
        OutboundMessage message =
                new OutboundMessage(publish.topic(), publish.payload().toByteArray(), 1, true);
        return publish.purpose().mayBeRepeated() ? message : message.forOneConnection();
    }

    /** What the machine is told of a refusal, or of a link that stops. */
    private interface Failed {
        Consumer<JobMachine> with(Optional<PublishRefusedException> refusal);
    }

    private void publish(Publisher link, OutboundMessage message, Consumer<JobMachine> delivered, Failed failed) {
        link.publish(message, new Publisher.Callback() {
            @Override
            public void delivered() {
                outcomes.accept(delivered);
            }

            @Override
            public void failed(Exception failure) {
                outcomes.accept(failed.with(
                        failure instanceof PublishRefusedException refusal ? Optional.of(refusal) : Optional.empty()));
            }
        });
    }

    private void lookUp(Effect.LookUp lookUp) {
        try {
            Optional<Payload> found = retained.on(lookUp.topic());
            outcomes.accept(jobs -> jobs.found(lookUp.moment(), found));
        } catch (IOException | RuntimeException e) {
            LOG.debug("Not looked up", e);
            outcomes.accept(JobMachine::notLookedUp);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
