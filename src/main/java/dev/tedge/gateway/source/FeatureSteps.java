package dev.tedge.gateway.source;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.feature.JobFeature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Processor;

/** The steps of features that routes call by name. */
final class FeatureSteps {

    private static final List<String> NAMES = List.of("shadowTwin", "shadowDocument");

    private FeatureSteps() {}

    /**
     * Where routes are only looked at, or run dry: the message is with the feature, and the route ends. A job becomes its command.
     */
    static Map<String, Processor> standIns(TedgeConfig config, String thingName) {
        Processor end = exchange -> exchange.setRouteStop(true);
        Map<String, Processor> steps = new HashMap<>(JobFeature.standIns(config, thingName));
        NAMES.forEach(name -> steps.put(name, end));
        return steps;
    }
}
