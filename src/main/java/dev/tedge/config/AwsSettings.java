package dev.tedge.config;

import static dev.tedge.config.DefaultValue.always;
import static dev.tedge.config.DefaultValue.none;
import static dev.tedge.config.DefaultValue.sameAs;

import dev.tedge.config.value.TomlForm;
import dev.tedge.config.value.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The second part of {@link Settings}, under whose name everybody else knows it: AWS, each profile with its own. */
class AwsSettings extends DeviceSettings {

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
    public static final Setting<Path> AWS_DEVICE_CSR_PATH = setting(
            "aws.device.csr_path",
            ValueTypes.PATH,
            sameAs(DEVICE_CSR_PATH),
            "File for the certificate signing request of aws.device.cert_path, in PEM",
            "/etc/tedge/device-certs/aws.csr");

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
    public static final Setting<PayloadValidation> AWS_MAPPER_VALIDATE = setting(
            "aws.mapper.validate",
            PayloadValidation.TYPE,
            always("off"),
            "What happens to a measurement, event or alarm whose payload breaks the rules of the local data model",
            "off",
            "warn",
            "reject");
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
            AwsSettings::outboxOfService,
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
    public static final Setting<Duration> AWS_HEALTH_DOWN_AFTER = setting(
            "aws.health.down_after",
            ValueTypes.duration(SECOND, DAY),
            always("5m"),
            "How long the connection to AWS may be down until /q/health says so",
            "5m");
    public static final Setting<Boolean> AWS_SHADOW_SYNC = setting(
            "aws.shadow.sync",
            ValueTypes.FLAG,
            always("false"),
            "Whether twin data of local devices and device shadows on AWS are kept the same",
            "true",
            "false");
    public static final Setting<Boolean> AWS_JOBS_ENABLED = setting(
            "aws.jobs.enabled",
            ValueTypes.FLAG,
            always("false"),
            "Whether jobs of AWS IoT become commands to local devices",
            "true",
            "false");
    public static final Setting<List<String>> AWS_TOPICS = setting(
            "aws.topics",
            ValueTypes.TOPIC_FILTERS,
            AwsSettings::topicsBelowTheRoot,
            "Local topics whose messages are mapped and sent to AWS",
            "te/+/+/+/+/m/+,te/+/+/+/+/e/+,te/+/+/+/+/a/+,te/+/+/+/+/status/health");

    AwsSettings() {}

    private static Optional<String> outboxOfService(TedgeConfig config) {
        return Optional.of(config.state().resolve("outbox").toString());
    }

    private static Optional<String> topicsBelowTheRoot(TedgeConfig config) {
        String root = config.value(Settings.MQTT_TOPIC_ROOT);
        return Optional.of(TomlForm.array(Stream.of("m/+", "e/+", "a/+", "status/health")
                .map(channel -> root + "/+/+/+/+/" + channel)
                .toList()));
    }
}
