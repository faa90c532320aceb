package dev.tedge.gateway.reload;

import dev.tedge.link.Hold;
import dev.tedge.link.Link;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.ShutdownAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What routes that run have taken and not passed on: messages under way, those in a queue before a route, and those gathered to be
 * aggregated. The latter were acknowledged when they came, so they have to be sent on before their route stops: Camel's own
 * completion at a stop comes when the steps behind it refuse everything.
 */
final class Unfinished {

    private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 5;

    /** Aggregations that send to one another in a circle would go on for ever. */
    private static final int MOST_ROUNDS = 20;

    private final CamelContext context;
    private final List<Link> links;

    Unfinished(CamelContext context, List<Link> links) {
        this.context = context;
        this.links = links;
    }

    /**
     * Waits until messages under way in routes have arrived, a second at most, and sends on what the routes have gathered, in
     * another one.
     *
     * @param holds keep the links from handing over more
     */
    void finish(List<Hold> holds, List<Route> routes) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Hold hold : holds) {
            hold.awaitHandedOn(Duration.ofNanos(end - System.nanoTime()));
        }
        await(() -> routes.stream().noneMatch(this::isBusy), end);
        if (!complete(routes)) {
            LOG.warn(
                    "What these routes have gathered can't be sent on within {} s: {}",
                    PATIENCE.toSeconds(),
                    routes.stream().map(Route::getRouteId).collect(Collectors.joining(", ")));
        }
    }

    /** The same for all routes, if some gather. From now on the links leave to their brokers what comes in. */
    void end() {
        List<Route> routes = context.getRoutes();
        if (aggregations(routes).isEmpty()) {
            return;
        }
        try {
            finish(links.stream().map(Link::hold).toList(), routes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes what could not be sent on, now that it is kept instead. */
    void endAtLast() {
        try {
            if (!complete(context.getRoutes())) {
                LOG.error("What routes have gathered could neither be sent nor kept: it is lost");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The routes that have a queue before them and are not done with what was in it: that was acknowledged when it came, and
     * would be lost with the queue.
     */
    List<String> queued(List<Route> routes) {
        return routes.stream()
                .filter(route -> route.getConsumer() instanceof ShutdownAware)
                .filter(this::isBusy)
                .map(Route::getRouteId)
                .toList();
    }

    private boolean isBusy(Route route) {
        return context.getInflightRepository().size(route.getRouteId()) > 0
                || (route.getConsumer() instanceof ShutdownAware queue && queue.getPendingExchangesSize() > 0);
    }

    /**
     * Sends on what is gathered, and what other aggregations gather of that, and waits until it has arrived.
     *
     * @return whether that was in time
     */
    private boolean complete(List<Route> routes) throws InterruptedException {
        List<AggregateProcessor> aggregations = aggregations(routes);
        if (aggregations.isEmpty()) {
            return true;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        // A thread of its own, since a step that hangs hangs whoever calls.
        Thread completing = new Thread(() -> complete(aggregations, routes, end), "routes-complete");
        completing.setDaemon(true);
        completing.start();
        completing.join(PATIENCE.toMillis());
        return !completing.isAlive() && aggregations.stream().noneMatch(Unfinished::isSending);
    }

    private void complete(List<AggregateProcessor> aggregations, List<Route> routes, long end) {
        try {
            boolean more = true;
            for (int round = 0; more && round < MOST_ROUNDS && System.nanoTime() < end; round++) {
                more = false;
                for (AggregateProcessor aggregation : aggregations) {
                    more |= complete(aggregation);
                }
                await(
                        () -> aggregations.stream().noneMatch(Unfinished::isSending)
                                && routes.stream().noneMatch(this::isBusy),
                        end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there was something */
    private static boolean complete(AggregateProcessor aggregation) {
        try {
            return aggregation.forceCompletionOfAllGroups() > 0;
        } catch (RuntimeException e) {
            LOG.warn("Route {}: what it has gathered can't be completed: {}", aggregation.getRouteId(), e.toString());
            // Of the other groups.
            return true;
        }
    }

    private static boolean isSending(AggregateProcessor aggregation) {
        return aggregation.getInProgressCompleteExchanges() > 0;
    }

    private static List<AggregateProcessor> aggregations(List<Route> routes) {
        return routes.stream()
                .flatMap(route -> route.filter("*").stream())
                .filter(AggregateProcessor.class::isInstance)
                .map(AggregateProcessor.class::cast)
                .toList();
    }

    private static void await(BooleanSupplier idle, long end) throws InterruptedException {
        while (!idle.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
