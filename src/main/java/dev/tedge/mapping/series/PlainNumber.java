package dev.tedge.mapping.series;

import dev.tedge.mapping.MappingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that makes a measurement of a plain number: {@code 21.50} becomes <code>{"temperature":21.50}</code>. Blanks and line breaks around
 * it, and a plus sign, are left out; digits stay as they are. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: plainTemperature
 *       type: dev.tedge.mapping.series.PlainNumber
 *       constructors:
 *         0: temperature  # member of the measurement
 * }</pre>
 */
public final class PlainNumber implements Processor {

    private final String member;

    /** @param member the name that the number gets */
    public PlainNumber(String member) {
        this.member = JsonText.quoted(member);
    }

    /**
     * Replaces the payload.
     *
     * @throws MappingException if it is not a number
     */
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String number = JsonText.number(new String(Received.payload(message), StandardCharsets.UTF_8).strip())
                .orElseThrow(() -> new MappingException("The payload is not a number, such as 21.5."));
        message.setBody("{%s:%s}".formatted(member, number).getBytes(StandardCharsets.UTF_8));
    }
}
