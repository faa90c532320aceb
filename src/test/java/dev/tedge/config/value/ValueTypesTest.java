package dev.tedge.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    bare seconds         | 60          | PT1M
                    zero                 | 0           | PT0S
                    seconds              | 60s         | PT1M
                    several parts        | 1h 30m      | PT1H30M
                    parts without space  | 1h30m       | PT1H30M
                    long words           | 2 minutes   | PT2M
                    milliseconds         | 500ms       | PT0.5S
                    days                 | 365d        | PT8760H
                    a year has 365 days  | 1y          | PT8760H
                    a week               | 1w          | PT168H
                    months               | 2M          | PT1461H7M12S
                    a month in words     | 1 month     | PT730H33M36S
                    minutes beside month | 1month 1m   | PT730H34M36S
                    microseconds         | 1500us      | PT0.0015S
                    nanoseconds          | 20 ns       | PT0.00000002S
                    """)
    void duration_isRead(String reason, String text, Duration expected) {
        assertThat(HumanDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    nothing           | ''
                    no unit inside    | 1h 30
                    unknown unit      | 5 parsecs
                    fraction          | 1.5s
                    negative          | -1s
                    words             | soon
                    too long          | 99999999999999999999d
                    too long for days | 9223372036854775807d
                    """)
    void duration_isRefused(String reason, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HumanDuration.parse(text))
                .withMessageContaining("duration");
    }

    @Test
    void duration_isRefusedAtOnce_whenItIsLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HumanDuration.parse("1s ".repeat(100_000)))
                .withMessage("A duration has at most 100 characters, not 300000");
    }

    @ParameterizedTest
    @CsvSource({"007, 7", "8883, 8883", "0000000443, 443"})
    void number_isStoredAsItIsCounted(String text, String stored) {
        assertThat(Settings.AWS_MQTT_PORT.type().stored(text)).isEqualTo(stored);
        assertThat(Settings.AWS_MAPPER_MAX_PAYLOAD_SIZE.type().stored(text)).isEqualTo(stored);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    aws.url                          | xxxx-ats.iot.eu-central-1.amazonaws.com
                    aws.url                          | localhost
                    aws.url                          | 127.0.0.1
                    aws.url                          | host_with_underscore.local
                    aws.mqtt.port                    | 1
                    aws.mqtt.port                    | 65535
                    aws.mapper.timestamp             | false
                    aws.mapper.timestamp_format      | rfc-3339
                    aws.mapper.timestamp_format      | rfc3339
                    aws.mapper.mqtt.max_payload_size | 268435455
                    aws.mapper.validate              | off
                    aws.mapper.validate              | reject
                    aws.bridge.topic_prefix          | aws-test_1
                    aws.bridge.keepalive_interval    | 1200
                    aws.bridge.session_expiry        | 0
                    aws.pacer.max_in_flight          | 100
                    aws.pacer.max_bytes_per_second   | 1024
                    aws.pacer.max_bytes_per_second   | 480KiB
                    aws.outbox.max_size              | 2 GB
                    aws.outbox.overflow.low          | drop-newest
                    aws.topics                       | a/+/b,#
                    aws.topics                       | ["a b", "ä/$x"]
                    mqtt.client.host                 | localhost
                    mqtt.client.host                 | 192.168.1.2
                    mqtt.client.host                 | ::1
                    mqtt.client.host                 | fe80::1:2
                    mqtt.client.host                 | ::ffff:10.0.0.1
                    mqtt.client.host                 | 2001:db8:0:0:0:0:0:1
                    mqtt.topic_root                  | Te_1.x-y
                    mqtt.device_topic_id             | device/main/service/x
                    device.id                        | any text
                    """)
    void value_isAccepted(String key, String text) {
        Setting<?> setting = Settings.named(key).orElseThrow();

        assertThat(setting.parse(setting.type().stored(text))).isEqualTo(setting.parse(text));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    aws.url                          | host:8883              | Could not parse provided URL: 'host:8883'
                    aws.url                          | mqtts://host           | as a valid domain name
                    aws.url                          | host/path              | should contain only domain
                    aws.url                          | ''                     | domain
                    aws.url                          | -host                  | domain
                    aws.url                          | a..b                   | domain
                    aws.mqtt.port                    | 0                      | from 1 to 65535
                    aws.mqtt.port                    | 65536                  | from 1 to 65535
                    aws.mqtt.port                    | mqtt                   | 'mqtt' is not a valid port
                    aws.mapper.timestamp             | yes                    | 'true' or 'false'
                    aws.mapper.timestamp             | TRUE                   | Failed to parse flag: TRUE
                    aws.mapper.timestamp_format      | iso                    | 'rfc-3339' or 'unix'
                    aws.mapper.mqtt.max_payload_size | 0                      | Invalid MQTT payload size limit: 0
                    aws.mapper.mqtt.max_payload_size | 268435456              | between 1 and 268435455 bytes
                    aws.mapper.validate              | WARN                   | Supported values are: 'off', 'warn' or 'reject'
                    aws.bridge.topic_prefix          | ''                     | Topic prefix must not be empty
                    aws.bridge.topic_prefix          | a/b                    | 'a/b' must be of letters
                    aws.bridge.topic_prefix          | a+                     | 'a+' must be of letters
                    aws.bridge.topic_prefix          | #                      | '#' must be of letters
                    aws.bridge.topic_prefix          | $aws                   | '$aws' must be of letters
                    aws.bridge.topic_prefix          | a?b                    | 'a?b' must be of letters
                    mqtt.topic_root                  | {{x}}                  | '{{x}}' must be of letters
                    mqtt.topic_root                  | té                     | 'té' must be of letters
                    mqtt.client.host                 | host:1883              | 'host:1883' is not a host
                    mqtt.client.host                 | [::1]                  | is not a host
                    mqtt.client.host                 | ::g                    | is not a host
                    mqtt.client.host                 | 1:2:3:4:5:6:7          | is not a host
                    mqtt.client.host                 | :                      | is not a host
                    mqtt.client.host                 | mqtt://x               | without port, as in localhost, 192.168.1.2
                    aws.mqtt.port                    | +443                   | '+443' is not a valid port
                    aws.mqtt.port                    | ٤٤٣                    | is not a valid port
                    aws.mqtt.port                    | ' 443'                 | is not a valid port
                    aws.mqtt.port                    | 99999999999            | is not a valid port
                    aws.mapper.mqtt.max_payload_size | +1                     | Invalid MQTT payload size limit: +1
                    aws.bridge.keepalive_interval    | 0                      | at least 1s and at most 1200s
                    aws.bridge.keepalive_interval    | 21m                    | '21m' is out of range
                    mqtt.bridge.reconnect_policy.initial_interval | 0         | at least 1ms and at most 3600s
                    aws.bridge.session_expiry        | 8d                     | out of range
                    aws.pacer.max_in_flight          | 101                    | from 1 to 100
                    aws.outbox.max_size              | 1 KiB                  | at least 1048576 and at most
                    aws.outbox.max_size              | 9999999999GiB          | is too large for a size
                    aws.outbox.max_size              | 5 apples               | '5 apples' is not a size: give bytes, or
                    aws.outbox.overflow.high         | drop                   | Supported values are: 'drop-oldest', 'drop-newest' or 'hold'
                    aws.topics                       | a/#/b                  | 'a/#/b' is not a topic filter
                    aws.topics                       | a/b+                   | not a topic filter
                    aws.topics                       | a,,b                   | '' is not a topic filter
                    aws.topics                       | ''                     | give at least one topic filter
                    aws.topics                       | []                     | give at least one topic filter
                    aws.topics                       | ["a,b"]                | must not have ','
                    aws.topics                       | a?b=c                  | 'a?b=c' can't be used
                    aws.topics                       | a%20                   | can't be used
                    aws.topics                       | {{x}}                  | can't be used
                    aws.topics                       | ["a\\u0007"]           | can't be used
                    aws.topics                       | ["a"                   | not a list
                    aws.topics                       | [1]                    | not a list
                    mqtt.device_topic_id             | device/main            | four segments
                    mqtt.device_topic_id             | ///                    | four segments
                    mqtt.device_topic_id             | device/+//             | without '+', '#'
                    device.id                        | ' '                    | must not be empty
                    device.key_path                  | ''                     | must not be empty
                    certificate.validity.requested_duration | 1h              | out of range
                    """)
    void value_isRefused_withTheReason(String key, String text, String reason) {
        Setting<?> setting = Settings.named(key).orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.parse(text))
                .withMessageContaining(reason);
    }

    @Test
    void topicId_hasNoControlCharacters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueTypes.TOPIC_ID.parse("device/ma\u0007in//"))
                .withMessageContaining("control characters");
    }

    @Test
    void path_isStoredAbsolute() {
        assertThat(ValueTypes.PATH.stored("a/../b.pem")).isEqualTo(System.getProperty("user.dir") + "/b.pem");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    port                 | http://proxy:3128     | http://proxy:3128
                    standard port        | http://proxy          | http://proxy:80
                    standard TLS port    | https://proxy/        | https://proxy:443
                    scheme in capitals   | HTTP://proxy:1        | http://proxy:1
                    address              | http://10.0.0.1:8080  | http://10.0.0.1:8080
                    IPv6 address         | http://[::1]:8080     | http://[::1]:8080
                    """)
    void proxyAddress_hasAlwaysAPort(String reason, String text, String expected) {
        assertThat(Settings.PROXY_ADDRESS.parse(text)).hasToString(expected);
        assertThat(Settings.PROXY_ADDRESS.type().stored(text)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    nothing              | ''
                    no scheme            | proxy:3128
                    another scheme       | socks5://proxy:1080
                    no host              | http://:3128
                    path                 | http://proxy:3128/path
                    query                | http://proxy:3128?a=b
                    port too large       | http://proxy:65536
                    port zero            | http://proxy:0
                    port is a word       | http://proxy:http
                    """)
    void proxyAddress_isRefused(String reason, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.PROXY_ADDRESS.parse(text))
                .withMessage(
                        "'" + text + "' is not the address of a proxy: give http://host:port or https://host:port");
    }

    @Test
    void credentialsInAProxyAddress_areRefused_andNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.PROXY_ADDRESS.parse("http://bob:word@proxy:3128"))
                .withMessage("The address of a proxy must not have credentials:"
                        + " set proxy.username and proxy.password instead");
    }

    @Test
    void paths_areStoredAbsolute_andMayBeNone() {
        assertThat(Settings.DIAG_PLUGIN_PATHS.type().stored("/a/../b, /c")).isEqualTo("[\"/b\", \"/c\"]");
        assertThat(Settings.DIAG_PLUGIN_PATHS.type().stored("")).isEqualTo("[]");
        assertThat(Settings.DIAG_PLUGIN_PATHS.parse("[]")).isEmpty();
    }
}
