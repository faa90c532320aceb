package dev.tedge.config;

import static dev.tedge.config.DefaultValue.always;
import static dev.tedge.config.DefaultValue.none;

import dev.tedge.config.value.ValueType;
import dev.tedge.config.value.ValueTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that thin-edge.io has ({@code tedge_config.rs}) and that have no effect here. They are kept, so that its
 * files can be read and its scripts go on; the description says why they do nothing.
 */
final class UnusedSettings {

    private static final String MODULE = "keys are files here, not in hardware modules";
    private static final String LISTENER = "mosquitto's listeners are set up in its own configuration";
    private static final String AGENT = "there is no agent here";
    private static final String FLOW = "routes take the place of flows here";

    private static final ValueType<Integer> COUNT = ValueTypes.integer("number", 0, Integer.MAX_VALUE);
    private static final ValueType<Duration> TIME = ValueTypes.duration(Duration.ZERO, Duration.ofDays(36500));

    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    static {
        texts(MODULE, "device.key_uri", "device.cryptoki.uri", "aws.device.key_uri");
        secrets(MODULE, "device.key_pin", "device.cryptoki.pin", "aws.device.key_pin");
        text(MODULE, "device.cryptoki.mode", "off");
        paths(MODULE, "device.cryptoki.module_path", "device.cryptoki.socket_path");
        text("AWS is not told a type of device", "device.type", "thin-edge.io");

        flags(LISTENER, "true", "mqtt.bind.enabled");
        declare("mqtt.bind.address", ValueTypes.HOST, always("127.0.0.1"), LISTENER, false);
        ports(LISTENER, none(), "mqtt.external.bind.port", "mqtt.external.port");
        declare("mqtt.external.bind.address", ValueTypes.HOST, none(), LISTENER, false);
        texts(LISTENER, "mqtt.external.bind.interface");
        paths(LISTENER, "mqtt.external.ca_path", "mqtt.external.cert_file", "mqtt.external.key_file");
        paths(LISTENER, "mqtt.external.capath", "mqtt.external.certfile", "mqtt.external.keyfile");
        flags("the gateway is the bridge", "true", "mqtt.bridge.built_in");
        times(
                "a connection that has held for a while ends the waits",
                "5m",
                "mqtt.bridge.reconnect_policy.reset_window");

        ports(AGENT, always("8000"), "http.bind.port", "http.client.port", "http.port");
        declare("http.bind.address", ValueTypes.HOST, always("127.0.0.1"), AGENT, false);
        declare("http.client.host", ValueTypes.HOST, always("127.0.0.1"), AGENT, false);
        declare("http.address", ValueTypes.HOST, none(), AGENT, false);
        paths(AGENT, "http.client.auth.cert_file", "http.client.auth.key_file");
        paths(AGENT, "http.cert_path", "http.key_path", "http.ca_path", "agent.state.path");
        flags(AGENT, "true", "agent.enable.config_update", "agent.enable.config_snapshot", "agent.enable.log_upload");
        flags(AGENT, "true", "agent.entity_store.auto_register", "agent.entity_store.clean_start");
        texts(AGENT, "software.plugin.default", "software.plugin.include", "software.plugin.exclude");
        declare("software.plugin.max_packages", COUNT, always("1000"), AGENT, false);
        times(AGENT, "1h", "firmware.child.update.timeout");
        texts(AGENT, "apt.name", "apt.maintainer");
        text(AGENT, "apt.dpk.options.config", "keepold");
        texts(AGENT, "logs.max_per_operation");
        flags("files are written by whoever runs the command", "true", "sudo.enable");
        times("the use of memory is not logged", "0", "run.log_memory_interval");

        declare("flows.memory.heap_size", COUNT, always("16777216"), FLOW, false);
        declare("flows.memory.stack_size", COUNT, always("262144"), FLOW, false);
        times(FLOW, "1h", "flows.stats.interval");
        flags(FLOW, "false", "flows.stats.on_message", "flows.stats.on_interval", "flows.stats.on_startup");
        flags(FLOW, "false", "flows.params.keep_on_delete");
    }

    static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    private UnusedSettings() {}

    /** What to tell somebody who reads or changes one. */
    static String warning(Setting<?> unused) {
        return "'%s' has no effect: %s".formatted(unused, unused.description());
    }

    private static void texts(String reason, String... keys) {
        List.of(keys).forEach(key -> declare(key, ValueTypes.TEXT, none(), reason, false));
    }

    private static void text(String reason, String key, String standard) {
        declare(key, ValueTypes.TEXT, always(standard), reason, false);
    }

    private static void secrets(String reason, String... keys) {
        List.of(keys).forEach(key -> declare(key, ValueTypes.TEXT, none(), reason, true));
    }

    private static void paths(String reason, String... keys) {
        List.of(keys).forEach(key -> declare(key, ValueTypes.PATH, none(), reason, false));
    }

    private static void ports(String reason, DefaultValue standard, String... keys) {
        List.of(keys).forEach(key -> declare(key, ValueTypes.PORT, standard, reason, false));
    }

    private static void flags(String reason, String standard, String... keys) {
        List.of(keys).forEach(key -> declare(key, ValueTypes.FLAG, always(standard), reason, false));
    }

    private static void times(String reason, String standard, String key) {
        declare(key, TIME, always(standard), reason, false);
    }

    private static void declare(String key, ValueType<?> type, DefaultValue standard, String reason, boolean secret) {
        DECLARED.add(new Setting<>(key, type, standard, reason, List.of(), secret));
    }
}
