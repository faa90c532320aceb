package dev.tedge.config;

import java.util.Map;

/** Names of earlier releases; those of thin-edge.io up to version 1 of the file ({@code version.rs}). */
final class FormerNames {

    static final Map<String, Setting<?>> ALL = Map.ofEntries(
            Map.entry("mqtt.port", Settings.MQTT_BIND_PORT),
            Map.entry("mqtt.client_host", Settings.MQTT_CLIENT_HOST),
            Map.entry("mqtt.client_port", Settings.MQTT_CLIENT_PORT),
            Map.entry("mqtt.client_ca_file", Settings.MQTT_CLIENT_CA_FILE),
            Map.entry("mqtt.client.auth.cafile", Settings.MQTT_CLIENT_CA_FILE),
            Map.entry("mqtt.client_ca_path", Settings.MQTT_CLIENT_CA_DIR),
            Map.entry("mqtt.client.auth.cadir", Settings.MQTT_CLIENT_CA_DIR),
            Map.entry("mqtt.client_auth.cert_file", Settings.MQTT_CLIENT_CERT_FILE),
            Map.entry("mqtt.client.auth.certfile", Settings.MQTT_CLIENT_CERT_FILE),
            Map.entry("mqtt.client_auth.key_file", Settings.MQTT_CLIENT_KEY_FILE),
            Map.entry("mqtt.client.auth.keyfile", Settings.MQTT_CLIENT_KEY_FILE),
            Map.entry("aws.mapper_timestamp", Settings.AWS_MAPPER_TIMESTAMP),
            Map.entry("aws.bridge.max_in_flight", Settings.AWS_PACER_MAX_IN_FLIGHT));

    private FormerNames() {}
}
