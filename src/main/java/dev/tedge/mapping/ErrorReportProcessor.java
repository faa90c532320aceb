package dev.tedge.mapping;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code errorReport} of error handlers: puts one line of plain text that names the topic of the failed message
 * and the reason in the place of its payload, to be published with QoS 1 and not retained at the topic of the endpoint
 * that follows. The payload does not appear in it.
 */
final class ErrorReportProcessor implements Processor {

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String topic = message.getHeader(PahoMqtt5Constants.MQTT_TOPIC, "(no topic)", String.class);
        String report = "Failed to forward the message on %s: %s"
                .formatted(topic, reason(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
        message.setBody(onOneLine(report).getBytes(StandardCharsets.UTF_8));
        message.removeHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 1);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, false);
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "no reason given";
        }
        String message = failure.getMessage();
        // Exceptions of our own say what is wrong in a sentence; of others, the type often says more than the text.
        boolean ours = failure.getClass().getName().startsWith("dev.tedge.");
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return ours ? message : failure.getClass().getSimpleName() + ": " + message;
    }

    private static String onOneLine(String text) {
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
