package dev.tedge.mapping;

import java.util.Objects;
import java.util.Optional;

/**
 * What the mapping needs to know of the configuration.
 *
 * @param deviceId the thing name, {@code device.id}: one topic level, not empty
 * @param timestamp how the member {@code time} is written, {@code aws.mapper.timestamp_format}; empty when {@code
 *     aws.mapper.timestamp} is off and payloads stay as they are
 * @param maxPayloadSize the largest payload to send, in bytes, {@code aws.mapper.mqtt.max_payload_size}; above 0
 * @param validation what happens to payloads that break the rules of the data model, {@code aws.mapper.validate}
 */
public record MappingSettings(
        String deviceId, Optional<TimestampFormat> timestamp, int maxPayloadSize, Validation validation) {

    /** AWS's limit on the payload of one message, in bytes. */
    public static final int AWS_MAX_PAYLOAD_SIZE = 128 * 1024;

    public MappingSettings {
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(validation, "validation");
        if (deviceId.isEmpty() || deviceId.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "device id \"%s\" must be one topic level that is not empty.".formatted(deviceId));
        }
        if (maxPayloadSize < 1) {
            throw new IllegalArgumentException(
                    "largest payload size must be at least 1 byte, but is %d.".formatted(maxPayloadSize));
        }
    }

    /** Settings with which nobody looks at payloads. */
    public MappingSettings(String deviceId, Optional<TimestampFormat> timestamp, int maxPayloadSize) {
        this(deviceId, timestamp, maxPayloadSize, Validation.OFF);
    }

    /** The settings of a device with nothing configured but its id. */
    public static MappingSettings defaults(String deviceId) {
        return new MappingSettings(deviceId, Optional.of(TimestampFormat.UNIX), AWS_MAX_PAYLOAD_SIZE);
    }

    /** The same with another validation. */
    public MappingSettings validating(Validation another) {
        return new MappingSettings(deviceId, timestamp, maxPayloadSize, another);
    }
}
