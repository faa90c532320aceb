package dev.tedge.cli;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ServiceManager;
import java.util.List;
import java.util.Objects;

/**
 * What the steps of {@code connect}, {@code disconnect} and {@code reconnect} are about.
 *
 * @param console where they tell of themselves
 * @param config of the connection that is meant
 * @param others the other connections of the device
 * @param services who runs the gateway
 */
record ConnectScene(Console console, TedgeConfig config, List<TedgeConfig> others, ServiceManager services) {

    ConnectScene {
        Objects.requireNonNull(console, "console");
        Objects.requireNonNull(config, "config");
        others = List.copyOf(others);
        Objects.requireNonNull(services, "services");
    }

    /** The service that is the gateway. */
    String service() {
        return config.instance("tedge-mapper-aws");
    }

    /** Whether the service manager runs it. */
    boolean isRunning() {
        return services.isAvailable() && services.has(service()) && services.isActive(service());
    }

    ConnectedMarker marker() {
        return ConnectedMarker.of(config);
    }

    Progress progress() {
        return new Progress(console.err());
    }

    /** A command about the same connection, for a person to copy: {@code tedge <words> aws}. */
    String command(String words) {
        return "tedge %s aws%s"
                .formatted(
                        words,
                        config.profile()
                                .map(CloudProfile::name)
                                .map(" --profile "::concat)
                                .orElse(""));
    }
}
