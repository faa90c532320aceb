package dev.tedge.cli;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.util.List;

/** What a connection is going to be, as thin-edge.io prints it ({@code tedge/src/cli/log.rs}). */
final class ConnectSummary {

    private ConnectSummary() {}

    static void print(String title, ConnectScene scene) {
        TedgeConfig config = scene.config();
        List<String> lines = List.of(
                "mapper configuration file: " + config.cloudFile(),
                "device id: " + config.value(Settings.AWS_DEVICE_ID),
                "cloud profile: " + config.profile().map(CloudProfile::name).orElse("<none>"),
                "cloud host: %s:%d".formatted(config.value(Settings.AWS_URL), config.value(Settings.AWS_MQTT_PORT)),
                "auth type: Certificate",
                "certificate file: " + config.value(Settings.AWS_DEVICE_CERT_PATH),
                "bridge: built-in",
                "service manager: " + scene.services().name(),
                proxy(config));
        scene.console().err().println(title);
        lines.forEach(line -> scene.console().err().println("\t" + line));
    }

    /** With the user, and without the password. */
    private static String proxy(TedgeConfig config) {
        return config.find(Settings.PROXY_ADDRESS)
                .map(address -> "proxy_url: %s://%s%s:%d/"
                        .formatted(address.getScheme(), user(config), address.getHost(), address.getPort()))
                .orElse("proxy: Not configured");
    }

    private static String user(TedgeConfig config) {
        return config.find(Settings.PROXY_USERNAME)
                .map(user -> user + ":******@")
                .orElse("");
    }
}
