package dev.tedge.benchmark.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway. Its pacer holds it at AWS's 100 messages a second, so it is raised to what no machine reaches, by the settings that a
 * user has; with a window above AWS's 100 it is off.
 *
 * @param name as in tables
 */
record GatewayPeer(String name, Installation installation) implements Peer {

    private static final int AWS_WINDOW = 100;

    @Override
    public Optional<ProcessBuilder> command(Site site, int localPort) throws IOException {
        Path config = Files.createDirectories(site.directory().resolve("gateway"));
        ProcessBuilder builder = installation.command(config, "run", "aws");
        Map<String, String> environment = builder.environment();
        environment.put("TEDGE_AWS_URL", "localhost");
        environment.put("TEDGE_AWS_MQTT_PORT", Integer.toString(site.cloudPort()));
        environment.put("TEDGE_AWS_ROOT_CERT_PATH", site.authority().toString());
        environment.put("TEDGE_DEVICE_CERT_PATH", site.device().certificate().toString());
        environment.put("TEDGE_DEVICE_KEY_PATH", site.device().key().toString());
        environment.put("TEDGE_STATE_PATH", config.resolve("state").toString());
        environment.put("TEDGE_MQTT_BROKER_EMBEDDED", "false");
        environment.put("TEDGE_MQTT_CLIENT_HOST", "127.0.0.1");
        environment.put("TEDGE_MQTT_CLIENT_PORT", Integer.toString(localPort));
        environment.put("TEDGE_MQTT_BRIDGE_RECONNECT_POLICY_INITIAL_INTERVAL", "100ms");
        environment.put("TEDGE_MQTT_BRIDGE_RECONNECT_POLICY_MAXIMUM_INTERVAL", "1s");
        environment.put("TEDGE_AWS_PACER_ENABLED", Boolean.toString(site.window() <= AWS_WINDOW));
        environment.put("TEDGE_AWS_PACER_MAX_PUBLISHES_PER_SECOND", "1000000");
        environment.put("TEDGE_AWS_PACER_MAX_BYTES_PER_SECOND", "1GiB");
        environment.put("TEDGE_AWS_PACER_MAX_IN_FLIGHT", Integer.toString(Math.min(AWS_WINDOW, site.window())));
        return Optional.of(builder);
    }
}
