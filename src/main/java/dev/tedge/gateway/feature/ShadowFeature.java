package dev.tedge.gateway.feature;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.GatewayException;
import dev.tedge.message.EntityId;
import dev.tedge.policy.Needs;
import dev.tedge.shadow.ShadowSteps;
import dev.tedge.shadow.ShadowSync;
import java.io.UncheckedIOException;
import java.util.List;

/** Device shadows that are kept the same as the twin data of local devices. */
final class ShadowFeature {

    private ShadowFeature() {}

    static CloudFeature of(FeatureSurroundings surroundings) {
        TedgeConfig config = surroundings.config();
        ShadowSync sync = new ShadowSync(new ShadowSync.Setting(
                new ShadowSync.Names(
                        config.thingName(),
                        config.value(Settings.MQTT_TOPIC_ROOT),
                        EntityId.of(config.value(Settings.MQTT_DEVICE_TOPIC_ID))),
                surroundings.state().resolve("shadows.json"),
                surroundings.local(),
                surroundings.aws(),
                surroundings.reports()));
        return new CloudFeature(ShadowSteps.of(sync), () -> begin(surroundings, sync), sync::end, sync.threads());
    }

    private static void begin(FeatureSurroundings surroundings, ShadowSync sync) {
        try {
            sync.begin();
        } catch (UncheckedIOException e) {
            throw new GatewayException("Twin data can't be kept: " + e.getMessage(), e);
        }
        surroundings.local().onChange(state -> sync.localChanged(state.up()));
        surroundings.aws().onChange(state -> sync.awsChanged(state.up()));
    }

    static void require(String thing, Needs needs) {
        String shadow = "$aws/things/" + thing + "/shadow/";
        for (String prefix : List.of(shadow, shadow + "name/+/")) {
            needs.publish("shadow-sync", prefix + "get", false);
            needs.publish("shadow-sync", prefix + "update", false);
        }
    }
}
