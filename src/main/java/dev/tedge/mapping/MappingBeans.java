package dev.tedge.mapping;

import java.time.InstantSource;
import java.util.Map;
import org.apache.camel.Processor;

/**
 * The processors that routes call by name ({@code process: {ref: …}}); the composition root binds them in Camel's
 * registry before it loads routes.
 *
 * <ul>
 *   <li>{@code telemetryMapper}: from a message of the local data model to the message for AWS
 *   <li>{@code validate}: fails what breaks the rules of its channel, and puts what all else says into the headers
 *       {@code tedgeContent} and {@code tedgeJson}
 *   <li>{@code limitPayload}: fails what is larger than {@code aws.mapper.mqtt.max_payload_size}; {@code
 *       telemetryMapper} does so by itself
 *   <li>{@code dropShadowEchoes}: ends the route for the device's own requests to the shadow service
 *   <li>{@code failedStep}: notes which step has failed, when called as soon as an exception occurs
 *   <li>{@code errorReport}: from a failed message to one line for {@code te/errors}
 * </ul>
 */
public final class MappingBeans {

    private MappingBeans() {}

    /**
     * All processors by name.
     *
     * @param clock tells the time that payloads without one get
     */
    public static Map<String, Processor> of(MappingSettings settings, InstantSource clock) {
        return Map.of(
                "telemetryMapper",
                        new TelemetryProcessor(
                                new TelemetryMapper(settings, clock), new TelemetryChecks(settings.validation())),
                "validate", new ValidationProcessor(),
                "limitPayload", new PayloadLimitProcessor(settings.maxPayloadSize()),
                "dropShadowEchoes", new ShadowEchoProcessor(),
                "failedStep", new FailedStepProcessor(),
                "errorReport", new ErrorReportProcessor());
    }
}
