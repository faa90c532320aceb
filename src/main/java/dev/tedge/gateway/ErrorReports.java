package dev.tedge.gateway;

import dev.tedge.delivery.Delivery;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what no route is there to report any more, on the topic and in the log where the routes report. */
final class ErrorReports implements Delivery.Reports {

    private static final Logger LOG = LoggerFactory.getLogger("dev.tedge.errors");

    private final Publisher local;
    private final String topic;

    /** @param topic of error reports on the local broker */
    ErrorReports(Publisher local, String topic) {
        this.local = local;
        this.topic = topic;
    }

    @Override
    public void refused(PublishRefusedException refusal) {
        report("Failed to deliver a message from the outbox: " + refusal.getMessage());
    }

    @Override
    public void broken(String reason) {
        report("No message to AWS is taken any more: " + reason);
    }

    /** Says a sentence. */
    void report(String text) {
        LOG.warn(text);
        local.tell(topic, text);
    }
}
