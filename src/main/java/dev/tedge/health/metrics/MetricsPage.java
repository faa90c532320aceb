package dev.tedge.health.metrics;

import dev.tedge.health.http.Page;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** All metrics in a text form of Prometheus: OpenMetrics when the caller takes it. */
public final class MetricsPage implements Page {

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Runnable before;

    /** @param before brings the metrics up to date, as often as they are read */
    MetricsPage(PrometheusMeterRegistry registry, Runnable before) {
        this.registry = registry;
        this.before = before;
    }

    @Override
    public Answer answer(Question question) {
        before.run();
        String type = question.accept().contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
        return new Answer(200, type, registry.scrape(type));
    }
}
