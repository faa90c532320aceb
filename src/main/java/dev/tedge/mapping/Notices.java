package dev.tedge.mapping;

import java.nio.charset.StandardCharsets;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says something of a message that goes on all the same, where the routes report failures: on {@code te/errors} and in
 * the log. The message does not wait for it, and does not fail by it.
 */
final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger("dev.tedge.errors");

    private static final String OUT = "local:{{mqtt.topic_root}}/errors";

    private Notices() {}

    /** Publishes one line of plain text with QoS 1, not retained. */
    static void say(CamelContext context, Notice notice) {
        String text = ErrorReportProcessor.onOneLine(notice.text());
        LOG.warn(text);
        try {
            Exchange message = context.getEndpoint(OUT).createExchange(ExchangePattern.InOnly);
            message.getMessage().setBody(text.getBytes(StandardCharsets.UTF_8));
            message.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 1);
            AsyncProducer producer = context.getEndpoint(OUT).createAsyncProducer();
            producer.start();
            producer.process(message, doneSync -> {
                if (message.getException() != null) {
                    unsaid(notice, message.getException());
                }
                producer.stop();
            });
        } catch (Exception e) {
            unsaid(notice, e);
        }
    }

    private static void unsaid(Notice notice, Exception failure) {
        LOG.debug("Not reported", failure);
        notice.untold().run();
    }
}
