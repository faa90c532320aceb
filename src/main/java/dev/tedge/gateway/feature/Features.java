package dev.tedge.gateway.feature;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.policy.Needs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.Processor;

/** The features that the settings switch on. */
public final class Features {

    private final List<CloudFeature> on;

    private Features(List<CloudFeature> on) {
        this.on = List.copyOf(on);
    }

    /** Makes them; nothing begins yet. */
    public static Features of(FeatureSurroundings surroundings) {
        List<CloudFeature> on = new ArrayList<>();
        if (surroundings.config().value(Settings.AWS_SHADOW_SYNC)) {
            on.add(ShadowFeature.of(surroundings));
        }
        if (surroundings.config().value(Settings.AWS_JOBS_ENABLED)) {
            on.add(JobFeature.of(surroundings));
        }
        return new Features(on);
    }

    /**
     * What they publish on AWS; what they consume is in their routes.
     *
     * @param thing its name in topics
     */
    public static void require(TedgeConfig config, String thing, Needs needs) {
        if (config.value(Settings.AWS_SHADOW_SYNC)) {
            ShadowFeature.require(thing, needs);
        }
        if (config.value(Settings.AWS_JOBS_ENABLED)) {
            JobFeature.require(thing, needs);
        }
    }

    /** The steps of their routes by name. */
    public Map<String, Processor> steps() {
        Map<String, Processor> steps = new HashMap<>();
        on.forEach(feature -> steps.putAll(feature.steps()));
        return steps;
    }

    /** To be called once, before either link connects. */
    public void begin() {
        on.forEach(feature -> feature.begin().run());
    }

    /** To be called before the links are drained. */
    public void end() {
        on.forEach(feature -> feature.end().run());
    }

    /** Their threads by name. */
    public Map<String, Executor> threads() {
        Map<String, Executor> threads = new HashMap<>();
        on.forEach(feature -> threads.putAll(feature.threads()));
        return threads;
    }
}
