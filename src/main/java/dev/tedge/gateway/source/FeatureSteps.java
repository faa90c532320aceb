package dev.tedge.gateway.source;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Processor;

/** The steps of features that routes call by name. */
final class FeatureSteps {

    private static final List<String> NAMES = List.of("shadowTwin", "shadowDocument", "jobAnswer", "jobStatus");

    private FeatureSteps() {}

    /** Where routes are only looked at, or run dry: the message is with the feature, and the route ends. */
    static Map<String, Processor> standIns() {
        Processor end = exchange -> exchange.setRouteStop(true);
        return NAMES.stream().collect(Collectors.toMap(Function.identity(), name -> end));
    }
}
