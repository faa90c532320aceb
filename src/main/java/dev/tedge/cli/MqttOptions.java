package dev.tedge.cli;

import dev.tedge.config.value.HumanDuration;
import dev.tedge.gateway.LocalBroker;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code mqtt pub} and {@code mqtt sub} have in common. */
final class MqttOptions {

    private static final Logger LOG = LoggerFactory.getLogger(MqttOptions.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_CHARACTERS = 10;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @Option(
            names = "--connection-timeout",
            paramLabel = "<DURATION>",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long to try to connect, such as 30s or 1m; 0 for ever [default: 10s]")
    private Duration connectionTimeout = Duration.ZERO;

    /** When to give up connecting. */
    Deadline connectDeadline() {
        return connectionTimeout.isZero() ? Deadline.never() : Deadline.in(connectionTimeout);
    }

    /** The same in words for who has given up. */
    String timedOut() {
        return "MQTT connection timed out after " + HumanDuration.text(connectionTimeout);
    }

    /** A session of its own, which ends with the connection. */
    static SessionConfig session(LocalBroker broker, String purpose) throws IOException {
        String clientId = "%s-%d-%s".formatted(purpose, ProcessHandle.current().pid(), random());
        return broker.session(clientId).sessionExpiry(Duration.ZERO).build();
    }

    /** A name that nobody else has by chance. */
    static String random() {
        return RANDOM.ints(RANDOM_CHARACTERS, 0, ALPHABET.length())
                .mapToObj(index -> ALPHABET.substring(index, index + 1))
                .collect(Collectors.joining());
    }

    /** Logs why there is no connection, each reason once. */
    static Consumer<LinkFailure> logged(SessionConfig session, LocalBroker broker) {
        String peer = session.host() + ":" + session.port();
        Set<String> told = new HashSet<>();
        return failure -> {
            String line = broker.explain(failure);
            if (told.add(line)) {
                // The broker is named once.
                String reason = line.startsWith(peer + " ") ? line.substring(peer.length() + 1) : line;
                LOG.warn("Failed to connect to broker at '{}': {}", peer, reason);
            }
        };
    }

    /** Reads {@code 10}, {@code 10s}, {@code 1m 30s}. */
    static final class DurationConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            try {
                return HumanDuration.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a quality of service. */
    static final class QosConverter implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String value) {
            return switch (value) {
                case "0" -> 0;
                case "1" -> 1;
                case "2" -> 2;
                default -> throw new TypeConversionException("The input QoS should be 0, 1, or 2");
            };
        }
    }

    /** Reads a number of messages. */
    static final class CountConverter implements ITypeConverter<Long> {

        @Override
        public Long convert(String value) {
            try {
                return (long) Integer.parseUnsignedInt(value) & 0xFFFF_FFFFL;
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a whole number from 0 to 4294967295");
            }
        }
    }
}
