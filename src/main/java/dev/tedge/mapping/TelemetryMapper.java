package dev.tedge.mapping;

import dev.tedge.message.Channel;
import dev.tedge.message.CloudTopic;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Maps measurements, events, alarms and health status of the local data model to AWS:
 * {@code te/<a>/<b>/<c>/<d>/m/<type>} becomes {@code thinedge/<device id>/td/<a:b:c:d>/m/<type>}, and so on.
 *
 * <p>Payloads are not validated here. A JSON object gets the member {@code time}, or its {@code time} in the configured
 * format; every other byte of it, and every other payload, stays as it is. Safe for use by several threads.
 */
public final class TelemetryMapper {

    /**
     * A time that is rewritten gets shorter by less than this; what is larger by more need not be read at all, which
     * bounds the work and memory that a message can cost.
     */
    private static final int SHRINK_MARGIN = 1024;

    private final String prefix;
    private final Optional<TimeMember> time;
    private final int maxPayloadSize;
    private final InstantSource clock;

    /**
     * @param clock tells the time that payloads without one get
     */
    public TelemetryMapper(MappingSettings settings, InstantSource clock) {
        // Made a topic once so that a wrong device id shows at the start, not with the first message.
        this.prefix = new CloudTopic("thinedge/" + settings.deviceId() + "/td").value() + '/';
        this.time = settings.timestamp().map(TimeMember::new);
        this.maxPayloadSize = settings.maxPayloadSize();
        this.clock = clock;
    }

    /** Maps one message; never throws, whatever the topic and the payload are. */
    public MappingResult map(String topic, Payload payload) {
        try {
            return map(LocalTopic.parse(topic), payload);
        } catch (InvalidTopicException e) {
            return new MappingResult.Rejected(reasonOf(e));
        }
    }

    /** Maps one message whose topic has been read; empty is one that names no entity. Never throws. */
    MappingResult map(Optional<LocalTopic> topic, Payload payload) {
        if (topic.isEmpty()) {
            return new MappingResult.Skipped("the topic names no entity");
        }
        try {
            return map(topic.get(), payload);
        } catch (InvalidTopicException | MappingException e) {
            return new MappingResult.Rejected(reasonOf(e));
        }
    }

    /** The topics on AWS, or filters that they match, that messages can be mapped to which come in through a filter. */
    public List<String> topics(String filter) {
        return TelemetryTopics.of(prefix, filter);
    }

    private MappingResult map(LocalTopic topic, Payload payload) {
        if (topic.channel() instanceof Channel.Other) {
            return new MappingResult.Skipped("only measurements, events, alarms and health status go to AWS");
        }
        if (topic.channel() instanceof Channel.Health && (payload.isText("0") || payload.isText("1"))) {
            return new MappingResult.Skipped("health status of a mosquitto bridge");
        }
        CloudTopic cloudTopic = new CloudTopic(
                prefix + topic.entity().source() + '/' + topic.channel().path());
        requireSize(payload, maxPayloadSize + (long) SHRINK_MARGIN);
        Payload stamped =
                time.map(member -> member.stamp(payload, clock.instant())).orElse(payload);
        requireSize(stamped, maxPayloadSize);
        return new MappingResult.Mapped(cloudTopic, stamped);
    }

    private void requireSize(Payload payload, long most) {
        if (payload.size() > most) {
            throw new MappingException(
                    "Payload is too large >%d: it has %d bytes.".formatted(maxPayloadSize, payload.size()));
        }
    }

    private static String reasonOf(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
