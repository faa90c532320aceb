package dev.tedge.config;

import static dev.tedge.config.DefaultValue.always;
import static dev.tedge.config.DefaultValue.below;
import static dev.tedge.config.DefaultValue.none;
import static dev.tedge.config.DefaultValue.sameAs;

import dev.tedge.config.value.TomlForm;
import dev.tedge.config.value.ValueType;
import dev.tedge.config.value.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one list of settings. A key that is not here does not exist: it is unknown to {@code tedge config} and a warning
 * in {@code tedge.toml}. Names and defaults are thin-edge.io's ({@code tedge_config.rs}) where it has the key.
 */
public final class Settings {

    /** Filled by the declarations below, in their order. */
    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration CENTURY = Duration.ofDays(36500);

    public static final Setting<String> DEVICE_ID = setting(
            "device.id",
            ValueTypes.TEXT,
            none(),
            "Identifier of the device: the common name of its certificate, or this value while there is none",
            "rpi-4a2f10");
    public static final Setting<Path> DEVICE_KEY_PATH = setting(
            "device.key_path",
            ValueTypes.PATH,
            below("device-certs/tedge-private-key.pem"),
            "File with the private key of the device, in PEM",
            "/etc/tedge/device-certs/tedge-private-key.pem");
    public static final Setting<Path> DEVICE_CERT_PATH = setting(
            "device.cert_path",
            ValueTypes.PATH,
            below("device-certs/tedge-certificate.pem"),
            "File with the certificate of the device, in PEM, the device's own first",
            "/etc/tedge/device-certs/tedge-certificate.pem");

    public static final Setting<Duration> CERTIFICATE_REQUESTED_DURATION = setting(
            "certificate.validity.requested_duration",
            ValueTypes.duration(DAY, CENTURY),
            always("365d"),
            "How long a new certificate is valid, in whole days",
            "365d",
            "52w");
    public static final Setting<Duration> CERTIFICATE_MINIMUM_DURATION = setting(
            "certificate.validity.minimum_duration",
            ValueTypes.duration(Duration.ZERO, CENTURY),
            always("30d"),
            "A certificate that is valid for no longer than this is reported to expire soon",
            "30d");
    public static final Setting<String> CERTIFICATE_ORGANIZATION = setting(
            "certificate.organization",
            ValueTypes.TEXT,
            always("Thin Edge"),
            "Organization (O) in the subject of a new certificate",
            "ACME");
    public static final Setting<String> CERTIFICATE_ORGANIZATION_UNIT = setting(
            "certificate.organization_unit",
            ValueTypes.TEXT,
            always("Device"),
            "Organizational unit (OU) in the subject of a new certificate",
            "IoT");

    public static final Setting<String> AWS_URL = setting(
            "aws.url",
            ValueTypes.HOST_NAME,
            none(),
            "Host name of the device data endpoint of the AWS account and region",
            "xxxx-ats.iot.eu-central-1.amazonaws.com");
    public static final Setting<Integer> AWS_MQTT_PORT = setting(
            "aws.mqtt.port",
            ValueTypes.PORT,
            always("8883"),
            "Port of the AWS endpoint; on 443 the protocol is negotiated by ALPN",
            "8883",
            "443");
    public static final Setting<Path> AWS_ROOT_CERT_PATH = setting(
            "aws.root_cert_path",
            ValueTypes.PATH,
            always("/etc/ssl/certs"),
            "File or directory with the root certificates, in PEM, that AWS is trusted by",
            "/etc/ssl/certs",
            "/etc/tedge/AmazonRootCA1.pem");
    public static final Setting<String> AWS_DEVICE_ID = setting(
            "aws.device.id",
            ValueTypes.TEXT,
            config -> config.configured(DEVICE_ID),
            "Identifier of the device in AWS: the thing name, and the common name of aws.device.cert_path",
            "rpi-4a2f10");
    public static final Setting<Path> AWS_DEVICE_KEY_PATH = setting(
            "aws.device.key_path",
            ValueTypes.PATH,
            sameAs(DEVICE_KEY_PATH),
            "File with the private key that the device shows to AWS, in PEM",
            "/etc/tedge/device-certs/aws-private-key.pem");
    public static final Setting<Path> AWS_DEVICE_CERT_PATH = setting(
            "aws.device.cert_path",
            ValueTypes.PATH,
            sameAs(DEVICE_CERT_PATH),
            "File with the certificate that the device shows to AWS, in PEM",
            "/etc/tedge/device-certs/aws-certificate.pem");

    public static final Setting<Boolean> AWS_MAPPER_TIMESTAMP = setting(
            "aws.mapper.timestamp",
            ValueTypes.FLAG,
            always("true"),
            "Whether a message without time gets one",
            "true",
            "false");
    public static final Setting<TimestampFormat> AWS_MAPPER_TIMESTAMP_FORMAT = setting(
            "aws.mapper.timestamp_format",
            TimestampFormat.TYPE,
            always("unix"),
            "How the time in messages to AWS is written",
            "unix",
            "rfc-3339");
    public static final Setting<Integer> AWS_MAPPER_MAX_PAYLOAD_SIZE = setting(
            "aws.mapper.mqtt.max_payload_size",
            ValueTypes.PAYLOAD_LIMIT,
            always("131072"),
            "Size in bytes above which a message is not sent to AWS",
            "131072");
    public static final Setting<String> AWS_BRIDGE_TOPIC_PREFIX = setting(
            "aws.bridge.topic_prefix",
            ValueTypes.TOPIC_PREFIX,
            always("aws"),
            "First level of the local topics that are exchanged with AWS, and part of the service names",
            "aws",
            "aws-test");
    public static final Setting<Duration> AWS_BRIDGE_KEEPALIVE_INTERVAL = setting(
            "aws.bridge.keepalive_interval",
            ValueTypes.duration(SECOND, Duration.ofMinutes(20)),
            always("60s"),
            "Longest silence on the connection to AWS before a ping; AWS takes less than 30s as 30s",
            "60s");
    public static final Setting<Duration> AWS_BRIDGE_SESSION_EXPIRY = setting(
            "aws.bridge.session_expiry",
            ValueTypes.duration(Duration.ZERO, Duration.ofDays(7)),
            always("1h"),
            "How long AWS is asked to keep commands for a device that is offline; the quota of the account limits it",
            "1h",
            "7d");
    public static final Setting<Boolean> AWS_BRIDGE_RETAIN = setting(
            "aws.bridge.retain",
            ValueTypes.FLAG,
            always("false"),
            "Whether custom messages and shadow requests that are retained locally are retained on AWS too;"
                    + " the policy has to allow iot:RetainPublish, or AWS closes the connection",
            "true",
            "false");
    public static final Setting<Boolean> AWS_PACER_ENABLED = setting(
            "aws.pacer.enabled",
            ValueTypes.FLAG,
            always("true"),
            "Whether the connection keeps below the quotas of AWS; false for a broker that has none",
            "true",
            "false");
    public static final Setting<Integer> AWS_PACER_MAX_PUBLISHES = setting(
            "aws.pacer.max_publishes_per_second",
            ValueTypes.integer("number of messages", 1, 1_000_000).in("messages per second"),
            always("90"),
            "Messages per second, both directions together; AWS discards what is above 100",
            "90");
    public static final Setting<Long> AWS_PACER_MAX_BYTES = setting(
            "aws.pacer.max_bytes_per_second",
            ValueTypes.size(1 << 10, 1L << 40),
            always("480KiB"),
            "Bytes per second, both directions together; AWS delays what is above 512 KiB",
            "480KiB");
    public static final Setting<Integer> AWS_PACER_MAX_IN_FLIGHT = setting(
            "aws.pacer.max_in_flight",
            ValueTypes.integer("number of messages", 1, 100).in("messages"),
            always("90"),
            "Messages that may wait for the acknowledgement by AWS at the same time; AWS allows 100",
            "20");
    public static final Setting<Path> AWS_OUTBOX_PATH = setting(
            "aws.outbox.path",
            ValueTypes.PATH,
            Settings::outboxOfService,
            "Directory of the messages that wait for AWS, and of the dead letters",
            "/var/lib/tedge/outbox");
    public static final Setting<Long> AWS_OUTBOX_MAX_SIZE = setting(
            "aws.outbox.max_size",
            ValueTypes.size(1 << 20, 1L << 50),
            always("512MiB"),
            "How much may wait for AWS on disk",
            "512MiB",
            "2GB");
    public static final Setting<Duration> AWS_OUTBOX_MAX_AGE = setting(
            "aws.outbox.max_age",
            ValueTypes.duration(SECOND, CENTURY),
            always("7d"),
            "After how long a message that waits for AWS is dropped",
            "7d");
    public static final Setting<OverflowPolicy> AWS_OUTBOX_OVERFLOW_HIGH = setting(
            "aws.outbox.overflow.high",
            OverflowPolicy.TYPE,
            always("hold"),
            "What happens to alarms, shadow requests and replies to commands when aws.outbox.max_size is reached",
            "hold");
    public static final Setting<OverflowPolicy> AWS_OUTBOX_OVERFLOW_MEDIUM = setting(
            "aws.outbox.overflow.medium",
            OverflowPolicy.TYPE,
            always("drop-oldest"),
            "What happens to events and health status when aws.outbox.max_size is reached",
            "drop-oldest");
    public static final Setting<OverflowPolicy> AWS_OUTBOX_OVERFLOW_LOW = setting(
            "aws.outbox.overflow.low",
            OverflowPolicy.TYPE,
            always("drop-oldest"),
            "What happens to measurements and other messages when aws.outbox.max_size is reached",
            "drop-newest");
    public static final Setting<Long> AWS_DLQ_MAX_SIZE = setting(
            "aws.dlq.max_size",
            ValueTypes.size(64 << 10, 1L << 50),
            always("32MiB"),
            "How much may be kept of messages that AWS would refuse; above it the oldest are dropped",
            "32MiB");
    public static final Setting<List<String>> AWS_TOPICS = setting(
            "aws.topics",
            ValueTypes.TOPIC_FILTERS,
            Settings::topicsBelowTheRoot,
            "Local topics whose messages are mapped and sent to AWS",
            "te/+/+/+/+/m/+,te/+/+/+/+/e/+,te/+/+/+/+/a/+,te/+/+/+/+/status/health");

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
                    + " by default when no key of an external one is set",
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

    public static final Setting<TimestampFormat> SERVICE_TIMESTAMP_FORMAT = setting(
            "service.timestamp_format",
            TimestampFormat.TYPE,
            always("unix"),
            "How the time in the gateway's own health messages is written",
            "unix",
            "rfc-3339");

    /** Every setting, in the order in which people are shown them. */
    public static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    /** The ids that the common name in a certificate overrides, with the setting that names the certificate. */
    static final Map<Setting<String>, Setting<Path>> NAMED_BY_CERTIFICATE =
            Map.of(DEVICE_ID, DEVICE_CERT_PATH, AWS_DEVICE_ID, AWS_DEVICE_CERT_PATH);

    /** Names of earlier releases; those of thin-edge.io up to version 1 of the file ({@code version.rs}). */
    private static final Map<String, Setting<?>> FORMER_NAMES = Map.ofEntries(
            Map.entry("mqtt.port", MQTT_BIND_PORT),
            Map.entry("mqtt.client_host", MQTT_CLIENT_HOST),
            Map.entry("mqtt.client_port", MQTT_CLIENT_PORT),
            Map.entry("mqtt.client_ca_file", MQTT_CLIENT_CA_FILE),
            Map.entry("mqtt.client.auth.cafile", MQTT_CLIENT_CA_FILE),
            Map.entry("mqtt.client_ca_path", MQTT_CLIENT_CA_DIR),
            Map.entry("mqtt.client.auth.cadir", MQTT_CLIENT_CA_DIR),
            Map.entry("mqtt.client_auth.cert_file", MQTT_CLIENT_CERT_FILE),
            Map.entry("mqtt.client.auth.certfile", MQTT_CLIENT_CERT_FILE),
            Map.entry("mqtt.client_auth.key_file", MQTT_CLIENT_KEY_FILE),
            Map.entry("mqtt.client.auth.keyfile", MQTT_CLIENT_KEY_FILE),
            Map.entry("aws.mapper_timestamp", AWS_MAPPER_TIMESTAMP),
            Map.entry("aws.bridge.max_in_flight", AWS_PACER_MAX_IN_FLIGHT));

    private Settings() {}

    /** The setting of that name, and of no other spelling. */
    public static Optional<Setting<?>> named(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** The setting that was once known by that name. */
    public static Optional<Setting<?>> formerlyNamed(String key) {
        return Optional.ofNullable(FORMER_NAMES.get(key));
    }

    /** The names by which a setting was once known. */
    static List<String> formerNames(Setting<?> setting) {
        return FORMER_NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(setting))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Optional<String> outboxOfService(TedgeConfig config) {
        String service = ".tedge-mapper-" + config.value(AWS_BRIDGE_TOPIC_PREFIX);
        return Optional.of(config.directory().resolve(service).resolve("outbox").toString());
    }

    private static Optional<String> topicsBelowTheRoot(TedgeConfig config) {
        String root = config.value(MQTT_TOPIC_ROOT);
        return Optional.of(TomlForm.array(Stream.of("m/+", "e/+", "a/+", "status/health")
                .map(channel -> root + "/+/+/+/+/" + channel)
                .toList()));
    }

    /** The settings that only make sense with a broker that is there already. */
    static List<Setting<?>> ofExternalBroker() {
        return ALL.stream()
                .filter(setting -> setting.key().startsWith("mqtt.client.") && !setting.equals(MQTT_CLIENT_PORT))
                .toList();
    }

    private static Optional<String> noExternalBroker(TedgeConfig config) {
        boolean none = Stream.concat(ofExternalBroker().stream(), Stream.of(MQTT_CLIENT_PORT, MQTT_BIND_PORT))
                .allMatch(setting -> config.configured(setting).isEmpty());
        return Optional.of(Boolean.toString(none));
    }

    private static <T> Setting<T> setting(
            String key, ValueType<T> type, DefaultValue standard, String description, String... examples) {
        Setting<T> setting = new Setting<>(key, type, standard, description, List.of(examples));
        DECLARED.add(setting);
        return setting;
    }
}
