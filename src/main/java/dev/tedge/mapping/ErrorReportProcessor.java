package dev.tedge.mapping;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step {@code errorReport} of error handlers: puts one line of plain text that names the topic of the failed
 * message and the reason in the place of its payload, to be published with QoS 1 and not retained at the topic of the
 * endpoint that follows. The payload does not appear in it: what others than we say in an exception is logged at DEBUG
 * only.
 */
final class ErrorReportProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("dev.tedge.errors");

    private static final String OURS = "dev.tedge.";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String report = "Failed to forward the message on %s: %s"
                .formatted(MqttHeaders.publishedTopic(exchange), reason(exchange));
        message.setBody(onOneLine(report).getBytes(StandardCharsets.UTF_8));
        message.removeHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 1);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, false);
        MqttHeaders.dropProperties(message);
    }

    private static String reason(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure == null) {
            return "no reason given";
        }
        String message = failure.getMessage();
        if (message != null && !message.isBlank() && isOurs(failure)) {
            return message;
        }
        LOG.debug("A message failed for a reason that is not reported", failure);
        String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
        String step = exchange.getProperty(FailedStepProcessor.STEP, String.class);
        return failure.getClass().getSimpleName()
                + (route == null ? "" : " in the route " + route)
                + (step == null ? "" : ", step " + step);
    }

    /**
     * Whether the text of an exception is known to be free of the payload: those of ours are, and so are the JDK's that
     * we throw. Parsers and converters of others quote what they choke on.
     */
    private static boolean isOurs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName().startsWith(OURS)
                || (trace.length > 0 && trace[0].getClassName().startsWith(OURS));
    }

    /** The text without control characters, which topics may have. */
    static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                line.append(' ');
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
