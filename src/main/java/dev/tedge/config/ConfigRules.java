package dev.tedge.config;

import static dev.tedge.config.Settings.AWS_BRIDGE_TOPIC_PREFIX;
import static dev.tedge.config.Settings.MQTT_BRIDGE_INITIAL_INTERVAL;
import static dev.tedge.config.Settings.MQTT_BRIDGE_MAXIMUM_INTERVAL;
import static dev.tedge.config.Settings.MQTT_BROKER_EMBEDDED;
import static dev.tedge.config.Settings.MQTT_CLIENT_CERT_FILE;
import static dev.tedge.config.Settings.MQTT_CLIENT_KEY_FILE;
import static dev.tedge.config.Settings.MQTT_TOPIC_ROOT;

import java.util.ArrayList;
import java.util.List;

/** The rules between settings. */
final class ConfigRules {

    private ConfigRules() {}

    /** Contradictions that nothing can run with. */
    static List<String> broken(TedgeConfig config) {
        List<String> broken = new ArrayList<>();
        if (config.value(AWS_BRIDGE_TOPIC_PREFIX).equals(config.value(MQTT_TOPIC_ROOT))) {
            broken.add("'%s' and '%s' are both '%s': give them different values"
                    .formatted(AWS_BRIDGE_TOPIC_PREFIX, MQTT_TOPIC_ROOT, config.value(MQTT_TOPIC_ROOT)));
        }
        if (config.value(MQTT_BRIDGE_INITIAL_INTERVAL).compareTo(config.value(MQTT_BRIDGE_MAXIMUM_INTERVAL)) > 0) {
            broken.add("'%s' is longer than '%s': lower the first or raise the second"
                    .formatted(MQTT_BRIDGE_INITIAL_INTERVAL, MQTT_BRIDGE_MAXIMUM_INTERVAL));
        }
        return List.copyOf(broken);
    }

    /** Settings that have no effect beside others. Not an error: keys are set one after the other. */
    static List<String> doubtful(TedgeConfig config) {
        List<String> doubtful = new ArrayList<>();
        boolean certificate = config.find(MQTT_CLIENT_CERT_FILE).isPresent();
        boolean key = config.find(MQTT_CLIENT_KEY_FILE).isPresent();
        if (certificate != key) {
            doubtful.add("'%s' has no effect without '%s'"
                    .formatted(
                            certificate ? MQTT_CLIENT_CERT_FILE : MQTT_CLIENT_KEY_FILE,
                            certificate ? MQTT_CLIENT_KEY_FILE : MQTT_CLIENT_CERT_FILE));
        }
        if (config.value(MQTT_BROKER_EMBEDDED)) {
            Settings.ofExternalBroker().stream()
                    .filter(setting -> config.configured(setting).isPresent())
                    .forEach(setting -> doubtful.add(
                            "'%s' is for an external broker, but '%s' is true: unset the one that is not meant"
                                    .formatted(setting, MQTT_BROKER_EMBEDDED)));
        }
        doubtful.addAll(ThingName.contradicted(config));
        return List.copyOf(doubtful);
    }
}
