package dev.tedge.cli.kept;

import dev.tedge.config.value.HumanDuration;
import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.message.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which messages are meant. */
public abstract sealed class Filters {

    @Option(
            names = "--topic",
            paramLabel = "<FILTER>",
            converter = TopicConverter.class,
            description = "Only topics on AWS that match, such as 'thinedge/+/td/#'")
    private @Nullable TopicFilter topic;

    @Option(
            names = {"--older-than", "--before"},
            paramLabel = "<DURATION>",
            converter = AgeConverter.class,
            description = "Only what has been there for longer, such as 30s, 10m or 2d")
    private @Nullable Duration olderThan;

    private Filters() {}

    /**
     * What is meant.
     *
     * @param ids any when empty
     * @param now from which ages count
     */
    public final Selection selection(Set<Long> ids, Instant now) {
        return new Selection(
                ids,
                Optional.ofNullable(topic),
                priority(),
                cause(),
                Optional.ofNullable(olderThan).map(age -> before(now, age)));
    }

    private static Instant before(Instant now, Duration age) {
        Duration most = Duration.between(Instant.EPOCH, now);
        return now.minus(age.compareTo(most) > 0 ? most : age);
    }

    abstract Optional<Priority> priority();

    abstract Optional<DeadLetter.Cause> cause();

    /** Of {@code tedge dlq}. */
    public static final class OfDeadLetters extends Filters {

        @Option(
                names = "--cause",
                paramLabel = "<CAUSE>",
                converter = CauseConverter.class,
                description = "Only refusals of this sort: rule, not-authorized, refused, retries or disconnect")
        private DeadLetter.@Nullable Cause cause;

        @Override
        Optional<Priority> priority() {
            return Optional.empty();
        }

        @Override
        Optional<DeadLetter.Cause> cause() {
            return Optional.ofNullable(cause);
        }
    }

    /** Of {@code tedge outbox}. */
    public static final class OfOutbox extends Filters {

        @Option(
                names = "--priority",
                paramLabel = "<PRIORITY>",
                converter = PriorityConverter.class,
                description = "Only messages of this priority: high, medium or low")
        private @Nullable Priority priority;

        @Override
        Optional<Priority> priority() {
            return Optional.ofNullable(priority);
        }

        @Override
        Optional<DeadLetter.Cause> cause() {
            return Optional.empty();
        }
    }

    /** Reads a topic filter. */
    static final class TopicConverter implements ITypeConverter<TopicFilter> {

        @Override
        public TopicFilter convert(String value) {
            return converted(value, TopicFilter::new);
        }
    }

    /** Reads a duration. */
    static final class AgeConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            return converted(value, HumanDuration::parse);
        }
    }

    /** Reads a cause. */
    static final class CauseConverter implements ITypeConverter<DeadLetter.Cause> {

        @Override
        public DeadLetter.Cause convert(String value) {
            return named(value, DeadLetter.Cause.values(), DeadLetter.Cause::word);
        }
    }

    /** Reads a priority. */
    static final class PriorityConverter implements ITypeConverter<Priority> {

        @Override
        public Priority convert(String value) {
            return named(value, Priority.values(), priority -> priority.name().toLowerCase(Locale.ROOT));
        }
    }

    private static <T> T converted(String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static <T> T named(String word, T[] values, Function<T, String> name) {
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is none of %s"
                        .formatted(word, Arrays.stream(values).map(name).collect(Collectors.joining(", ")))));
    }
}
