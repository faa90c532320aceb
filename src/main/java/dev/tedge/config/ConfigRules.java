package dev.tedge.config;

import java.util.ArrayList;
import java.util.List;

/** The rules between settings. */
final class ConfigRules {

    private ConfigRules() {}

    /** Contradictions that nothing can run with. */
    static List<String> broken(TedgeConfig config) {
        List<String> broken = new ArrayList<>();
        if (config.value(Settings.AWS_BRIDGE_TOPIC_PREFIX).equals(config.value(Settings.MQTT_TOPIC_ROOT))) {
            broken.add("'%s' and '%s' are both '%s': give them different values"
                    .formatted(
                            Settings.AWS_BRIDGE_TOPIC_PREFIX,
                            Settings.MQTT_TOPIC_ROOT,
                            config.value(Settings.MQTT_TOPIC_ROOT)));
        }
        if (config.value(Settings.MQTT_BRIDGE_INITIAL_INTERVAL)
                        .compareTo(config.value(Settings.MQTT_BRIDGE_MAXIMUM_INTERVAL))
                > 0) {
            broken.add("'%s' is longer than '%s': lower the first or raise the second"
                    .formatted(Settings.MQTT_BRIDGE_INITIAL_INTERVAL, Settings.MQTT_BRIDGE_MAXIMUM_INTERVAL));
        }
        return List.copyOf(broken);
    }

    /** Settings that have no effect beside others. Not an error: keys are set one after the other. */
    static List<String> doubtful(TedgeConfig config) {
        List<String> doubtful = new ArrayList<>();
        boolean certificate = config.find(Settings.MQTT_CLIENT_CERT_FILE).isPresent();
        boolean key = config.find(Settings.MQTT_CLIENT_KEY_FILE).isPresent();
        if (certificate != key) {
            doubtful.add("'%s' has no effect without '%s'"
                    .formatted(
                            certificate ? Settings.MQTT_CLIENT_CERT_FILE : Settings.MQTT_CLIENT_KEY_FILE,
                            certificate ? Settings.MQTT_CLIENT_KEY_FILE : Settings.MQTT_CLIENT_CERT_FILE));
        }
        if (config.value(Settings.MQTT_BROKER_EMBEDDED)) {
            Settings.ofExternalBroker().stream()
                    .filter(setting -> config.configured(setting).isPresent())
                    .forEach(setting -> doubtful.add(
                            "'%s' is for an external broker, but '%s' is true: unset the one that is not meant"
                                    .formatted(setting, Settings.MQTT_BROKER_EMBEDDED)));
        }
        if (config.find(Settings.PROXY_USERNAME).isPresent()
                != config.find(Settings.PROXY_PASSWORD).isPresent()) {
            doubtful.add("'%s' and '%s' have no effect without each other"
                    .formatted(Settings.PROXY_USERNAME, Settings.PROXY_PASSWORD));
        }
        doubtful.addAll(ThingName.contradicted(config));
        return List.copyOf(doubtful);
    }
}
