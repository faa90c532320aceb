package dev.tedge.config;

import static dev.tedge.config.DefaultValue.always;
import static dev.tedge.config.DefaultValue.none;
import static dev.tedge.config.DefaultValue.sameAs;

import dev.tedge.config.value.ValueTypes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one list of settings. A key that is not here does nothing: thin-edge.io's are tolerated, any other is unknown to
 * {@code tedge config} and a warning in a file. Names and defaults are thin-edge.io's ({@code tedge_config.rs}) where it has the key.
 */
public final class Settings extends AwsSettings {

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    public static final Setting<String> MQTT_TOPIC_ROOT = setting(
            "mqtt.topic_root",
            ValueTypes.TOPIC_PREFIX,
            always("te"),
            "First level of the local topics that hold measurements, events, alarms and health",
            "te");
    public static final Setting<String> MQTT_DEVICE_TOPIC_ID = setting(
            "mqtt.device_topic_id",
            ValueTypes.TOPIC_ID,
            always("device/main//"),
            "Topic identifier of this device",
            "device/main//");
    public static final Setting<Boolean> MQTT_BROKER_EMBEDDED = setting(
            "mqtt.broker.embedded",
            ValueTypes.FLAG,
            Settings::noExternalBroker,
            "Whether the gateway brings its own small local broker, for trying out;"
                    + " by default when no key of an external one is set and, for /etc/tedge, mosquitto is not installed",
            "true",
            "false");
    public static final Setting<Integer> MQTT_BIND_PORT = setting(
            "mqtt.bind.port",
            ValueTypes.PORT,
            always("1883"),
            "Port on which the local broker listens",
            "1883",
            "8883");
    public static final Setting<String> MQTT_CLIENT_HOST = setting(
            "mqtt.client.host",
            ValueTypes.HOST,
            always("127.0.0.1"),
            "Host of the local broker",
            "127.0.0.1",
            "::1",
            "tedge-hostname");
    public static final Setting<Integer> MQTT_CLIENT_PORT = setting(
            "mqtt.client.port", ValueTypes.PORT, sameAs(MQTT_BIND_PORT), "Port of the local broker", "1883", "8883");
    public static final Setting<Path> MQTT_CLIENT_CA_FILE = setting(
            "mqtt.client.auth.ca_file",
            ValueTypes.PATH,
            none(),
            "File with the certificates, in PEM, that the local broker is trusted by; TLS is used when set",
            "/etc/mosquitto/ca_certificates/ca.crt");
    public static final Setting<Path> MQTT_CLIENT_CA_DIR = setting(
            "mqtt.client.auth.ca_dir",
            ValueTypes.PATH,
            none(),
            "Directory with the certificates, in PEM, that the local broker is trusted by; TLS is used when set",
            "/etc/mosquitto/ca_certificates");
    public static final Setting<Path> MQTT_CLIENT_CERT_FILE = setting(
            "mqtt.client.auth.cert_file",
            ValueTypes.PATH,
            none(),
            "File with the certificate that is shown to the local broker, in PEM",
            "/etc/mosquitto/auth_certificates/cert.pem");
    public static final Setting<Path> MQTT_CLIENT_KEY_FILE = setting(
            "mqtt.client.auth.key_file",
            ValueTypes.PATH,
            none(),
            "File with the private key for mqtt.client.auth.cert_file, in PEM",
            "/etc/mosquitto/auth_certificates/key.pem");
    public static final Setting<String> MQTT_CLIENT_USERNAME =
            setting("mqtt.client.auth.username", ValueTypes.TEXT, none(), "User name for the local broker", "alice");
    public static final Setting<Path> MQTT_CLIENT_PASSWORD_FILE = setting(
            "mqtt.client.auth.password_file",
            ValueTypes.PATH,
            none(),
            "File whose first line is the password for the local broker",
            "/etc/tedge/.password");
    public static final Setting<Duration> MQTT_BRIDGE_INITIAL_INTERVAL = setting(
            "mqtt.bridge.reconnect_policy.initial_interval",
            ValueTypes.duration(MOMENT, HOUR),
            always("1s"),
            "Wait before the first attempt to connect again; doubled from attempt to attempt",
            "1s");
    public static final Setting<Duration> MQTT_BRIDGE_MAXIMUM_INTERVAL = setting(
            "mqtt.bridge.reconnect_policy.maximum_interval",
            ValueTypes.duration(MOMENT, DAY),
            always("2m"),
            "Longest wait between two attempts to connect",
            "2m");

    public static final Setting<Path> RUN_PATH = setting(
            "run.path",
            ValueTypes.PATH,
            always("/run"),
            "Directory of what only holds until the next boot: lock files, with the number of a process, below lock",
            "/run");
    public static final Setting<Boolean> RUN_LOCK_FILES = setting(
            "run.lock_files",
            ValueTypes.FLAG,
            always("true"),
            "Whether a file below run.path has the number of the process of a gateway",
            "true",
            "false");
    public static final Setting<Path> STATE_PATH = setting(
            "state.path",
            ValueTypes.PATH,
            Settings::stateDirectory,
            "Directory of what gateways keep: outbox, lock, the routes accepted last, the topics subscribed to",
            "/var/lib/tedge");
    public static final Setting<Path> LOGS_PATH =
            setting("logs.path", ValueTypes.PATH, always("/var/log/tedge"), "Directory of log files", "/var/log/tedge");
    public static final Setting<Path> TMP_PATH =
            setting("tmp.path", ValueTypes.PATH, always("/tmp"), "Directory of temporary files", "/tmp");
    public static final Setting<Path> DATA_PATH =
            setting("data.path", ValueTypes.PATH, always("/var/tedge"), "Directory of files that stay", "/var/tedge");

    public static final Setting<String> SERVICE_TYPE = setting(
            "service.type",
            ValueTypes.TEXT,
            always("service"),
            "Type by which the gateway registers itself as a service",
            "service",
            "systemd");
    public static final Setting<TimestampFormat> SERVICE_TIMESTAMP_FORMAT = setting(
            "service.timestamp_format",
            TimestampFormat.TYPE,
            always("unix"),
            "How the time in the gateway's own health messages is written",
            "unix",
            "rfc-3339");

    public static final Setting<URI> PROXY_ADDRESS = setting(
            "proxy.address",
            ValueTypes.PROXY_ADDRESS,
            none(),
            "HTTP proxy through which AWS is reached",
            "http://127.0.0.1:8888",
            "https://proxy.example.com");
    public static final Setting<String> PROXY_USERNAME =
            setting("proxy.username", ValueTypes.TEXT, none(), "User name for the proxy", "alice");
    public static final Setting<String> PROXY_PASSWORD =
            secret("proxy.password", ValueTypes.TEXT, "Password for the proxy", "a-password");
    public static final Setting<String> PROXY_NO_PROXY = setting(
            "proxy.no_proxy",
            ValueTypes.TEXT,
            none(),
            "Hosts that are reached without the proxy, with commas between them",
            "127.0.0.1,192.168.0.0/16,localhost");

    public static final Setting<String> MANAGEMENT_HTTP_ADDRESS = setting(
            "management.http.address",
            ValueTypes.HOST,
            always("127.0.0.1"),
            "Address of this machine on which health and metrics are served, without protection",
            "127.0.0.1",
            "0.0.0.0");
    public static final Setting<Integer> MANAGEMENT_HTTP_PORT = setting(
            "management.http.port",
            ValueTypes.PORT,
            none(),
            "Port on which the gateway serves /q/health and /q/metrics; nothing is served when not set",
            "8080");

    public static final Setting<List<Path>> DIAG_PLUGIN_PATHS = setting(
            "diag.plugin_paths",
            ValueTypes.PATHS,
            always("[\"/usr/share/tedge/diag-plugins\"]"),
            "Directories of the programs that contribute to tedge diag collect",
            "/usr/share/tedge/diag-plugins,/etc/tedge/diag-plugins");

    /** Every setting, in the order in which people are shown them. */
    public static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    /** The ids that the common name in a certificate overrides, with the setting that names the certificate. */
    static final Map<Setting<String>, Setting<Path>> NAMED_BY_CERTIFICATE =
            Map.of(DEVICE_ID, DEVICE_CERT_PATH, AWS_DEVICE_ID, AWS_DEVICE_CERT_PATH);

    /** The configuration of a machine may be read-only to its services; a directory of one's own holds everything. */
    private static final Path OF_MACHINE = Path.of("/etc/tedge");

    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

    private Settings() {}

    private static Optional<String> stateDirectory(TedgeConfig config) {
        Path directory = config.directory();
        return Optional.of(directory.equals(OF_MACHINE) ? "/var/lib/tedge" : directory.toString());
    }

    /** The setting of that name, and of no other spelling. */
    public static Optional<Setting<?>> named(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** thin-edge.io's settings that have no effect here; their description says why. */
    public static List<Setting<?>> unused() {
        return UnusedSettings.ALL;
    }

    /** The setting that was once known by that name. */
    public static Optional<Setting<?>> formerlyNamed(String key) {
        return Optional.ofNullable(FormerNames.ALL.get(key));
    }

    /** The names by which a setting was once known. */
    static List<String> formerNames(Setting<?> setting) {
        return FormerNames.ALL.entrySet().stream()
                .filter(entry -> entry.getValue().equals(setting))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The settings that only make sense with a broker that is there already. */
    static List<Setting<?>> ofExternalBroker() {
        return ALL.stream()
                .filter(setting -> setting.key().startsWith("mqtt.client.") && !setting.equals(MQTT_CLIENT_PORT))
                .toList();
    }

    private static Optional<String> noExternalBroker(TedgeConfig config) {
        // thin-edge.io has told a mosquitto where to listen, or the machine has one for its own gateway.
        boolean mosquitto = Files.exists(config.directory().resolve("mosquitto-conf/tedge-mosquitto.conf"))
                || (config.directory().equals(OF_MACHINE) && Files.isExecutable(MOSQUITTO));
        boolean none = !mosquitto
                && Stream.concat(ofExternalBroker().stream(), Stream.of(MQTT_CLIENT_PORT, MQTT_BIND_PORT))
                        .allMatch(setting -> config.configured(setting).isEmpty());
        return Optional.of(Boolean.toString(none));
    }
}
