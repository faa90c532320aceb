package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.health.HealthMessages;
import dev.tedge.health.ServiceTopics;
import dev.tedge.mapping.TimestampFormat;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The services that a gateway is on the local broker. As in thin-edge.io, their names follow the topic prefix.
 *
 * @param mapper the gateway itself
 * @param bridge its connection to AWS
 */
public record GatewayServices(ServiceTopics mapper, ServiceTopics bridge) {

    public GatewayServices {
        Objects.requireNonNull(mapper, "mapper");
        Objects.requireNonNull(bridge, "bridge");
    }

    /** The services as the settings name them. */
    public static GatewayServices of(TedgeConfig config) {
        String prefix = config.value(Settings.AWS_BRIDGE_TOPIC_PREFIX);
        ServiceTopics mapper = new ServiceTopics(
                config.value(Settings.MQTT_TOPIC_ROOT),
                config.value(Settings.MQTT_DEVICE_TOPIC_ID),
                "tedge-mapper-" + prefix);
        return new GatewayServices(mapper, mapper.of("tedge-mapper-bridge-" + prefix));
    }

    /** What they say of themselves on the local broker. */
    HealthMessages messages(TedgeConfig config) {
        TimestampFormat format = TimestampFormat.of(
                config.text(Settings.SERVICE_TIMESTAMP_FORMAT).orElseThrow());
        long process = ProcessHandle.current().pid();
        return new HealthMessages(mapper, bridge, process, InstantSource.system(), format::jsonOfNow)
                .ofType(config.value(Settings.SERVICE_TYPE));
    }
}
