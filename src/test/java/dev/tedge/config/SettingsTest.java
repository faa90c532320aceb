package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    private final Path directory;

    SettingsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void everyDefault() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("device.id", "");
        expected.put("device.key_path", directory + "/device-certs/tedge-private-key.pem");
        expected.put("device.cert_path", directory + "/device-certs/tedge-certificate.pem");
        expected.put("device.csr_path", directory + "/device-certs/tedge.csr");
        expected.put("certificate.validity.requested_duration", "365d");
        expected.put("certificate.validity.minimum_duration", "30d");
        expected.put("certificate.organization", "Thin Edge");
        expected.put("certificate.organization_unit", "Device");
        expected.put("aws.url", "");
        expected.put("aws.mqtt.port", "8883");
        expected.put("aws.root_cert_path", "/etc/ssl/certs");
        expected.put("aws.device.id", "");
        expected.put("aws.device.key_path", directory + "/device-certs/tedge-private-key.pem");
        expected.put("aws.device.cert_path", directory + "/device-certs/tedge-certificate.pem");
        expected.put("aws.device.csr_path", directory + "/device-certs/tedge.csr");
        expected.put("aws.mapper.timestamp", "true");
        expected.put("aws.mapper.timestamp_format", "unix");
        expected.put("aws.mapper.mqtt.max_payload_size", "131072");
        expected.put("aws.mapper.validate", "off");
        expected.put("aws.bridge.topic_prefix", "aws");
        expected.put("aws.bridge.keepalive_interval", "60s");
        expected.put("aws.bridge.session_expiry", "1h");
        expected.put("aws.bridge.retain", "false");
        expected.put("aws.pacer.enabled", "true");
        expected.put("aws.pacer.max_publishes_per_second", "90");
        expected.put("aws.pacer.max_bytes_per_second", "480KiB");
        expected.put("aws.pacer.max_in_flight", "90");
        expected.put("aws.outbox.path", directory + "/.tedge-mapper-aws/outbox");
        expected.put("aws.outbox.max_size", "512MiB");
        expected.put("aws.outbox.max_age", "7d");
        expected.put("aws.outbox.overflow.high", "hold");
        expected.put("aws.outbox.overflow.medium", "drop-oldest");
        expected.put("aws.outbox.overflow.low", "drop-oldest");
        expected.put("aws.dlq.max_size", "32MiB");
        expected.put("aws.health.down_after", "5m");
        expected.put("aws.shadow.sync", "false");
        expected.put("aws.jobs.enabled", "false");
        expected.put(
                "aws.topics",
                "[\"te/+/+/+/+/m/+\", \"te/+/+/+/+/e/+\", \"te/+/+/+/+/a/+\", \"te/+/+/+/+/status/health\"]");
        expected.put("mqtt.topic_root", "te");
        expected.put("mqtt.device_topic_id", "device/main//");
        expected.put("mqtt.broker.embedded", "true");
        expected.put("mqtt.bind.port", "1883");
        expected.put("mqtt.client.host", "127.0.0.1");
        expected.put("mqtt.client.port", "1883");
        expected.put("mqtt.client.auth.ca_file", "");
        expected.put("mqtt.client.auth.ca_dir", "");
        expected.put("mqtt.client.auth.cert_file", "");
        expected.put("mqtt.client.auth.key_file", "");
        expected.put("mqtt.client.auth.username", "");
        expected.put("mqtt.client.auth.password_file", "");
        expected.put("mqtt.bridge.reconnect_policy.initial_interval", "1s");
        expected.put("mqtt.bridge.reconnect_policy.maximum_interval", "2m");
        expected.put("run.path", "/run");
        expected.put("run.lock_files", "true");
        expected.put("state.path", directory.toString());
        expected.put("logs.path", "/var/log/tedge");
        expected.put("tmp.path", "/tmp");
        expected.put("data.path", "/var/tedge");
        expected.put("service.type", "service");
        expected.put("service.timestamp_format", "unix");
        expected.put("proxy.address", "");
        expected.put("proxy.username", "");
        expected.put("proxy.password", "");
        expected.put("proxy.no_proxy", "");
        expected.put("management.http.address", "127.0.0.1");
        expected.put("management.http.port", "");
        expected.put("diag.plugin_paths", "[\"/usr/share/tedge/diag-plugins\"]");

        assertThat(printed()).containsExactlyEntriesOf(expected);
    }

    @Test
    void state_ofTheMachine_isApartFromItsConfiguration() {
        TedgeConfig machine = TedgeConfig.defaults(Path.of("/etc/tedge"), Optional.empty(), file -> Optional.empty());

        assertThat(machine.state()).isEqualTo(Path.of("/var/lib/tedge/.tedge-mapper-aws"));
    }

    @Test
    void everyKeySetExplicitly() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), """
                [device]
                id = "my-device"
                key_path = "/a/key.pem"
                cert_path = "/a/cert.pem"
                csr_path = "/a/csr.pem"
                [certificate]
                validity = { requested_duration = "52w", minimum_duration = 86400 }
                organization = "ACME"
                organization_unit = "IoT"
                [aws]
                url = "a1-ats.iot.eu-central-1.amazonaws.com"
                mqtt.port = 443
                root_cert_path = "/a/root.pem"
                device = { id = "my-thing", key_path = "/b/key.pem", cert_path = "/b/cert.pem", csr_path = "/b/csr.pem" }
                topics = ["x/#"]
                [aws.mapper]
                timestamp = false
                timestamp_format = "rfc3339"
                mqtt.max_payload_size = 1000
                validate = "warn"
                [aws.bridge]
                topic_prefix = "cloud"
                keepalive_interval = "30s"
                session_expiry = "7d"
                retain = true
                [aws.pacer]
                enabled = false
                max_publishes_per_second = 1
                max_bytes_per_second = 2048
                max_in_flight = 1
                [aws.outbox]
                path = "/d/outbox"
                max_size = "1GiB"
                max_age = "1h"
                overflow = { high = "drop-newest", medium = "hold", low = "hold" }
                [aws.dlq]
                max_size = "1MiB"
                [aws.health]
                down_after = "1m"
                [aws.shadow]
                sync = true
                [aws.jobs]
                enabled = true
                [mqtt]
                topic_root = "root"
                device_topic_id = "a/b/c/d"
                broker.embedded = false
                bind.port = 1
                [mqtt.client]
                host = "broker"
                port = 65535
                [mqtt.client.auth]
                ca_file = "/c/ca.pem"
                ca_dir = "/c"
                cert_file = "/c/cert.pem"
                key_file = "/c/key.pem"
                username = "alice"
                password_file = "/c/password"
                [mqtt.bridge.reconnect_policy]
                initial_interval = "2s"
                maximum_interval = "1m"
                [run]
                path = "/e/run"
                lock_files = false
                [state]
                path = "/e/state"
                [logs]
                path = "/e/logs"
                [tmp]
                path = "/e/tmp"
                [data]
                path = "/e/data"
                [service]
                type = "systemd"
                timestamp_format = "rfc-3339"
                [proxy]
                address = "http://proxy"
                username = "bob"
                password = "word"
                no_proxy = "localhost"
                [management.http]
                address = "0.0.0.0"
                port = 8080
                [diag]
                plugin_paths = ["/e/one", "/e/two"]
                """);

        assertThat(printed().values())
                .containsExactly(
                        "my-device",
                        "/a/key.pem",
                        "/a/cert.pem",
                        "/a/csr.pem",
                        "52w",
                        "86400",
                        "ACME",
                        "IoT",
                        "a1-ats.iot.eu-central-1.amazonaws.com",
                        "443",
                        "/a/root.pem",
                        "my-thing",
                        "/b/key.pem",
                        "/b/cert.pem",
                        "/b/csr.pem",
                        "false",
                        "rfc-3339",
                        "1000",
                        "warn",
                        "cloud",
                        "30s",
                        "7d",
                        "true",
                        "false",
                        "1",
                        "2048",
                        "1",
                        "/d/outbox",
                        "1GiB",
                        "1h",
                        "drop-newest",
                        "hold",
                        "hold",
                        "1MiB",
                        "1m",
                        "true",
                        "true",
                        "[\"x/#\"]",
                        "root",
                        "a/b/c/d",
                        "false",
                        "1",
                        "broker",
                        "65535",
                        "/c/ca.pem",
                        "/c",
                        "/c/cert.pem",
                        "/c/key.pem",
                        "alice",
                        "/c/password",
                        "2s",
                        "1m",
                        "/e/run",
                        "false",
                        "/e/state",
                        "/e/logs",
                        "/e/tmp",
                        "/e/data",
                        "systemd",
                        "rfc-3339",
                        "http://proxy",
                        "bob",
                        "word",
                        "localhost",
                        "0.0.0.0",
                        "8080",
                        "[\"/e/one\", \"/e/two\"]");
        assertThat(load().warnings()).isEmpty();
        assertThat(Settings.ALL)
                .allSatisfy(setting -> assertThat(load().origin(setting)).contains(Origin.FILE));
    }

    static Iterable<Setting<?>> all() {
        return Settings.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void examples_areValues(Setting<?> setting) {
        assertThat(setting.examples()).isNotEmpty().allSatisfy(setting::parse);
    }

    @ParameterizedTest
    @MethodSource("all")
    void name_findsTheSetting(Setting<?> setting) {
        assertThat(Settings.named(setting.key())).contains(setting);
        assertThat(Settings.formerNames(setting))
                .allSatisfy(former -> assertThat(Settings.formerlyNamed(former)).contains(setting));
    }

    private Map<String, String> printed() {
        TedgeConfig config = load();
        Map<String, String> printed = new LinkedHashMap<>();
        Settings.ALL.forEach(
                setting -> printed.put(setting.key(), config.text(setting).orElse("")));
        return printed;
    }

    private TedgeConfig load() {
        return TedgeConfig.load(directory, Map.of(), file -> Optional.empty());
    }
}
