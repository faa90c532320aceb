package dev.tedge.gateway.feature;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.camel.Processor;

/**
 * One of them, as the gateway sees it.
 *
 * @param steps the processors that its routes call, by name; an exchange is done when the message is safe with the feature, and
 *     fails with a {@link dev.tedge.link.LinkUnavailableException} when the broker has to keep it
 * @param begin called once, before either link connects
 * @param end called once, before the links are drained: it takes and sends nothing afterwards
 * @param threads its own by name, to see whether each still works
 */
public record CloudFeature(Map<String, Processor> steps, Runnable begin, Runnable end, Map<String, Executor> threads) {

    public CloudFeature {
        steps = Map.copyOf(steps);
        Objects.requireNonNull(begin, "begin");
        Objects.requireNonNull(end, "end");
        threads = Map.copyOf(threads);
    }
}
