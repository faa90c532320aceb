package dev.tedge.mapping.gathering;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tedge.mapping.MappingException;
import dev.tedge.mapping.series.JsonText;
import dev.tedge.mapping.series.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation strategy that puts messages into one JSON array: <code>[{"topic":"…","payload":…},…]</code>, with the topic that each would
 * have been published to. A payload that is JSON is put in as it is, byte by byte; other text becomes the member {@code text}, and
 * anything else {@code base64}. A batch is complete before it would get more messages or bytes than the figures say. A message that is
 * too large by itself can't be put in: the route asks {@link #fits} before. What is in a batch is in memory. While 8 MiB of batches have
 * not been sent, messages are not taken but left to their broker. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: batch
 *       type: dev.tedge.mapping.gathering.JsonBatch
 *       constructors:
 *         0: 500  # most messages
 *         1: 131072  # most bytes
 * …
 *   - filter:
 *       expression: {simple: {expression: "${bean:batch?method=fits}"}}
 * …
 *   - aggregate:
 *       aggregationStrategy: batch
 *       correlationExpression: {constant: {expression: all}}
 *       completionInterval: "1000"  # milliseconds
 *       forceCompletionOnStop: true
 *       steps: …
 * }</pre>
 */
public final class JsonBatch implements AggregationStrategy {

    private static final JsonFactory JSON = new JsonFactory();

    /** AWS takes no more. */
    private static final int MOST_BYTES = 128 * 1024;

    private final int maxMessages;
    private final int maxBytes;
    private final Unsent unsent = new Unsent();

    /**
     * @param maxMessages at least 1
     * @param maxBytes of the array; 128 KiB when it is more
     */
    public JsonBatch(int maxMessages, int maxBytes) {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "A batch needs at least 1 message and 1 byte, but has %d and %d.".formatted(maxMessages, maxBytes));
        }
        this.maxMessages = maxMessages;
        this.maxBytes = Math.min(maxBytes, MOST_BYTES);
    }

    /** Whether a message can be in a batch. */
    public boolean fits(Exchange exchange) {
        // The brackets.
        return element(exchange.getMessage()).length + 2 <= maxBytes;
    }

    /** The messages until now; used by one thread at a time, as Camel aggregates. */
    private static final class Batch {

        private final ByteArrayOutputStream json = new ByteArrayOutputStream();
        private int messages;

        void add(byte[] element) {
            json.write(messages == 0 ? '[' : ',');
            json.writeBytes(element);
            messages++;
        }

        byte[] complete() {
            json.write(']');
            return json.toByteArray();
        }
    }

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange next) {
        byte[] element = element(next.getMessage());
        if (element.length + 2 > maxBytes) {
            throw new MappingException("The message is too large for a batch of %d bytes.".formatted(maxBytes));
        }
        Batch batch = before == null ? new Batch() : batch(before);
        batch.add(element);
        Exchange after = before == null ? next : before;
        after.getMessage().setBody(batch);
        return after;
    }

    @Override
    public boolean canPreComplete() {
        return true;
    }

    @Override
    public boolean preComplete(@Nullable Exchange before, Exchange next) {
        unsent.requireRoom();
        if (before == null) {
            return false;
        }
        Batch batch = batch(before);
        // The comma before it and the bracket behind.
        int size = batch.json.size() + element(next.getMessage()).length + 2;
        return batch.messages >= maxMessages || size > maxBytes;
    }

    @Override
    public void onCompletion(@Nullable Exchange complete) {
        if (complete != null) {
            byte[] json = batch(complete).complete();
            complete.getMessage().setBody(json);
            unsent.add(complete, json.length);
        }
    }

    private static Batch batch(Exchange exchange) {
        return (Batch) exchange.getMessage().getBody();
    }

    private static byte[] element(Message message) {
        String topic = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, String.class);
        byte[] payload = Received.payload(message);
        ByteArrayOutputStream element = new ByteArrayOutputStream(payload.length + 100);
        element.writeBytes("{\"topic\":%s,"
                .formatted(JsonText.quoted(topic == null ? Received.topic(message) : topic))
                .getBytes(StandardCharsets.UTF_8));
        Optional<String> text = text(payload);
        if (text.filter(JsonBatch::isJson).isPresent()) {
            element.writeBytes("\"payload\":".getBytes(StandardCharsets.UTF_8));
            element.writeBytes(payload);
        } else {
            String member = text.map(found -> "\"text\":" + JsonText.quoted(found))
                    .orElseGet(() -> "\"base64\":\"" + Base64.getEncoder().encodeToString(payload) + '"');
            element.writeBytes(member.getBytes(StandardCharsets.UTF_8));
        }
        element.write('}');
        return element.toByteArray();
    }

    private static Optional<String> text(byte[] payload) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether it is exactly one JSON value. Text, since of bytes the parser would also take UTF-16 and a byte order mark. */
    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
