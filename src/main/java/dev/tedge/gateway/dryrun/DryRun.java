package dev.tedge.gateway.dryrun;

import dev.tedge.config.Settings;
import dev.tedge.gateway.GatewayException;
import dev.tedge.gateway.routes.Precondition;
import dev.tedge.gateway.routes.Side;
import dev.tedge.gateway.source.JarCode;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.mapping.TopicHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;

/**
 * Runs routes on messages that are given by hand, and tells what they would publish. There is no broker and no connection, and
 * nothing is locked or written, so that a gateway may run at the same time. A message goes to each route that has a filter for
 * its topic, local or on AWS. What is published stays published: no broker brings it back to another route.
 *
 * <p>Routes from other sources, such as timers, do not run, and nothing is sent to anything but the two brokers. Beans that the
 * routes name do what they do. Clocks are real: a message is waited for, {@link #PATIENCE} at most.
 *
 * <p>Of use to one thread at a time. {@link #close} by whoever opened it.
 */
public final class DryRun implements AutoCloseable {

    /** How long a message may take, with its delays. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Aggregations that send to one another in a circle would go on for ever. */
    private static final int MOST_ROUNDS = 100;

    private final Journal journal = new Journal();
    private final List<LinkStandIn.In> inlets = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Work work = new Work(() -> context.getInflightRepository().size() <= stuck());
    private final Duration patience;

    /** How many messages have been given up. */
    private volatile int stuck;

    /**
     * A route that does not run.
     *
     * @param file where it is, as Camel knows it
     * @param route its id
     * @param from what starts it, without options
     */
    public record Idle(String file, String route, String from) {

        public Idle {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(from, "from");
        }
    }

    private DryRun(Duration patience) {
        this.patience = patience;
    }

    /**
     * Starts the routes.
     *
     * @param files all that shall be in force; those that are switched off are left out
     * @throws GatewayException when a route can't be started; the message says which
     */
    public static DryRun of(RouteSurroundings surroundings, List<RouteFile> files) {
        return of(surroundings, files, PATIENCE);
    }

    static DryRun of(RouteSurroundings surroundings, List<RouteFile> files, Duration patience) {
        DryRun run = new DryRun(patience);
        try {
            run.start(surroundings, files);
            return run;
        } catch (Exception e) {
            run.close();
            throw new GatewayException("The routes can't be started: " + e.getMessage(), e);
        }
    }

    private void start(RouteSurroundings surroundings, List<RouteFile> files) throws Exception {
        context.disableJMX();
        context.getExecutorServiceManager().setThreadPoolFactory(new InlineThreads());
        context.setShutdownStrategy(new AbruptShutdown());
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, new Outside(journal));
        context.getCamelContextExtension().setErrorHandlerFactory(quiet());
        context.getManagementStrategy().addEventNotifier(new FailureNotifier(journal));
        JarCode code = surroundings.prepare(context);
        PublicationDesk desk = new PublicationDesk(journal);
        TopicHeaders headers = new TopicHeaders(surroundings.config().value(Settings.MQTT_TOPIC_ROOT));
        context.addComponent("local", new LinkStandIn(Side.LOCAL, inlets, desk, headers::of));
        context.addComponent("aws", new LinkStandIn(Side.AWS, inlets, desk, topic -> Map.of()));
        context.addComponent("seda", new SedaStandIn(work));
        context.build();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(files.stream()
                        .filter(RouteFile::inForce)
                        .map(RouteFile::resource)
                        .toList());
        context.start();
        code.addRoutes();
    }

    /** Failures are told as outcomes; as ever, there is no second try. */
    private static ErrorHandlerFactory quiet() {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setRedeliveryPolicy(new RedeliveryPolicyDefinition().logExhausted(false));
        return handler;
    }

    /** The routes that do not run, since they begin neither with a message nor with another route. */
    public List<Idle> idle() {
        return context.getRouteDefinitions().stream()
                .filter(route -> Precondition.unmet(context, route).isEmpty())
                .filter(DryRun::beginsOutside)
                .map(route -> new Idle(
                        route.getResource() == null ? "" : route.getResource().getLocation(),
                        route.getRouteId(),
                        route.getInput().getEndpointUri().replaceFirst("\\?.*", "")))
                .toList();
    }

    private static boolean beginsOutside(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        return Outside.isSource(uri.replaceFirst("[:?].*", ""));
    }

    /**
     * Sends a message through the routes and waits until it is through.
     *
     * @return what came of it, in the order in which it came; empty when no route wants it, or nothing is published
     */
    public List<Outcome> send(DryMessage message) throws InterruptedException {
        journal.begin(message.topic());
        for (LinkStandIn.In inlet : inlets) {
            if (inlet.wants(message.topic())) {
                work.add(done -> inlet.take(message, done));
                await(message.topic(), inlet.getRouteId());
            }
        }
        return journal.take();
    }

    /**
     * Completes all aggregations, whether or not they would wait for more.
     *
     * @return what comes of them
     */
    public List<Outcome> finish() throws InterruptedException {
        List<AggregateProcessor> aggregations = context.getRoutes().stream()
                .flatMap(route -> processors(route).stream())
                .filter(AggregateProcessor.class::isInstance)
                .map(AggregateProcessor.class::cast)
                .toList();
        boolean more = true;
        for (int round = 0; more && round < MOST_ROUNDS; round++) {
            more = false;
            for (AggregateProcessor aggregation : aggregations) {
                more |= complete(aggregation);
            }
        }
        return journal.take();
    }

    private boolean complete(AggregateProcessor aggregation) throws InterruptedException {
        boolean[] any = new boolean[1];
        journal.begin("");
        work.add(done -> {
            any[0] = aggregation.forceCompletionOfAllGroups() > 0;
            done.done(false);
        });
        await("", aggregation.getRouteId());
        return any[0];
    }

    private static List<Processor> processors(Route route) {
        return route.filter("*");
    }

    private void await(String topic, String route) throws InterruptedException {
        if (!work.await(patience)) {
            stuck = context.getInflightRepository().size();
            journal.add(new Outcome.Failure(
                    topic, route, "not done within %d s: given up".formatted(patience.toSeconds())));
        }
    }

    private int stuck() {
        return stuck;
    }

    @Override
    public void close() {
        work.close();
        context.stop();
    }
}
