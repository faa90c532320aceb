package dev.tedge.link.session;

import dev.tedge.message.Payload;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a message may bring beside topic and payload (MQTT 5, section 3.3.2.3): all that passes from publisher to subscriber. Most
 * messages bring nothing of it, and have no such object.
 *
 * @param responseTopic where an answer is expected; not empty
 * @param correlationData by which whoever asked knows the answer
 * @param format what the payload is
 * @param expirySeconds how long it is of use, 0 to 4294967295
 * @param userProperties in their order
 */
public record MessageProperties(
        Optional<String> responseTopic,
        Optional<Payload> correlationData,
        Format format,
        OptionalLong expirySeconds,
        List<UserProperty> userProperties) {

    /** None of them. */
    public static final MessageProperties NONE =
            new MessageProperties(Optional.empty(), Optional.empty(), Format.UNKNOWN, OptionalLong.empty(), List.of());

    private static final long MOST_SECONDS = 0xFFFF_FFFFL;

    /**
     * What a payload is.
     *
     * @param contentType in the words of the publisher, often a MIME type
     * @param text whether it is said to be text in UTF-8 (payload format indicator 1)
     */
    public record Format(Optional<String> contentType, boolean text) {

        /** Nothing is said. */
        public static final Format UNKNOWN = new Format(Optional.empty(), false);

        public Format {
            Objects.requireNonNull(contentType, "contentType");
        }
    }

    public MessageProperties {
        Objects.requireNonNull(responseTopic, "responseTopic");
        Objects.requireNonNull(correlationData, "correlationData");
        Objects.requireNonNull(format, "format");
        userProperties = List.copyOf(userProperties);
        if (expirySeconds.isPresent() && (expirySeconds.getAsLong() < 0 || expirySeconds.getAsLong() > MOST_SECONDS)) {
            throw new IllegalArgumentException("The message expiry must be 0 to %d seconds, but is %d"
                    .formatted(MOST_SECONDS, expirySeconds.getAsLong()));
        }
    }

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** The same with another expiry. */
    public MessageProperties withExpiry(long seconds) {
        return new MessageProperties(responseTopic, correlationData, format, OptionalLong.of(seconds), userProperties);
    }

    /** What may be told without the content: size and expiry. */
    @Override
    public String toString() {
        return "MessageProperties[%d bytes%s]"
                .formatted(
                        PropertyBytes.size(this),
                        expirySeconds.isPresent() ? ", expiry " + expirySeconds.getAsLong() + " s" : "");
    }
}
