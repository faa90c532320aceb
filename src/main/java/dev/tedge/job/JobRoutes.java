package dev.tedge.job;

import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.machine.CloudAnswer;
import dev.tedge.job.machine.Document;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.message.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** The steps of routes over jobs that run. None blocks; each is done when what it has told is on disk. */
public final class JobRoutes {

    private final JobsConfig config;
    private final Jobs jobs;

    /** @param config the same that the jobs have */
    public JobRoutes(JobsConfig config, Jobs jobs) {
        this.config = config;
        this.jobs = jobs;
    }

    /** By name; see {@link JobSteps} for what they want of one another. */
    public Map<String, Processor> steps() {
        return Map.of(
                "jobAnswer", step(this::answer),
                "jobDocument", new JobDocument(),
                "jobCommand", step(this::command),
                "jobStatus", step(this::status));
    }

    /** Takes a message; unless it is done with at once, calls back later. */
    private interface Taking {
        boolean take(Exchange exchange, AsyncCallback later);
    }

    private static Processor step(Taking taking) {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                boolean atOnce;
                try {
                    atOnce = taking.take(exchange, callback);
                } catch (RuntimeException e) {
                    exchange.setException(e);
                    atOnce = true;
                }
                if (atOnce) {
                    callback.done(true);
                }
                return atOnce;
            }
        };
    }

    private boolean answer(Exchange exchange, AsyncCallback done) {
        Optional<CloudAnswer> answer = JobSteps.answer(config.of(), exchange);
        if (answer.isEmpty()) {
            exchange.setRouteStop(true);
            return true;
        }
        jobs.ask(
                machine -> machine.heardFromCloud(answer.get()),
                // The steps that follow are the user's, and may take their time.
                document -> document.ifPresentOrElse(
                        one -> jobs.onErrand(() -> map(exchange, one, done)), () -> stop(exchange, done)),
                () -> keep(exchange, done));
        return false;
    }

    private void map(Exchange exchange, Document document, AsyncCallback done) {
        JobSteps.give(exchange, document);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                Exception failure = failure(ended);
                if (!(failure instanceof LinkUnavailableException || failure instanceof RejectedExecutionException)) {
                    // Without effect when the route has made a command.
                    jobs.tell(machine -> machine.refused(document.id(), reason(failure)), () -> {}, () -> {});
                }
            }
        });
        done.done(false);
    }

    private static @Nullable Exception failure(Exchange ended) {
        return ended.getException() != null
                ? ended.getException()
                : ended.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }

    private static String reason(@Nullable Exception failure) {
        if (failure == null) {
            return "the route has made no command of its document";
        }
        String message = failure.getMessage();
        boolean ours = failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().startsWith("dev.tedge.");
        // Parsers and converters of others quote what they choke on.
        return ours && message != null ? message : failure.getClass().getSimpleName() + " in the route";
    }

    private boolean command(Exchange exchange, AsyncCallback done) {
        ExecutionId id = JobSteps.id(exchange);
        Command command = JobSteps.command(config.of(), exchange);
        jobs.tell(machine -> machine.command(id, command), () -> done.done(false), () -> keep(exchange, done));
        return false;
    }

    private boolean status(Exchange exchange, AsyncCallback done) {
        String topic = JobSteps.topic(exchange);
        if (!config.of().isCommand(topic)) {
            return true;
        }
        Payload payload = JobSteps.payload(exchange);
        jobs.tell(machine -> machine.heardLocally(topic, payload), () -> done.done(false), () -> keep(exchange, done));
        return false;
    }

    private static void stop(Exchange exchange, AsyncCallback done) {
        exchange.setRouteStop(true);
        done.done(false);
    }

    private static void keep(Exchange exchange, AsyncCallback done) {
        exchange.setException(Jobs.unavailable());
        done.done(false);
    }
}
