package dev.tedge.gateway.source;

import dev.tedge.gateway.source.RouteJars.Found;
import dev.tedge.health.HealthRoutes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has become of the user's jars in one Camel context: what fails in one may work in another. Safe for use by several threads. */
public final class JarCode {

    private static final Logger LOG = LoggerFactory.getLogger(JarCode.class);

    private final CamelContext context;
    private final RouteJars jars;
    private final Map<String, String> failures;
    private final Map<String, Object> beans = Collections.synchronizedMap(new TreeMap<>());
    private final Map<RouteDefinition, Found> origins = Collections.synchronizedMap(new WeakHashMap<>());

    private volatile boolean complete;

    private JarCode(CamelContext context, RouteJars jars) {
        this.context = context;
        this.jars = jars;
        this.failures = Collections.synchronizedMap(new TreeMap<>(jars.failures()));
    }

    /** That of a context which has been prepared; empty for another. */
    public static Optional<JarCode> of(CamelContext context) {
        return Optional.ofNullable(context.getCamelContextExtension().getContextPlugin(JarCode.class));
    }

    /** Makes the classes known to a context that has not been started, and makes the beans. */
    static JarCode prepare(CamelContext context, RouteJars jars) {
        JarCode code = begin(context, jars);
        jars.found().stream().filter(each -> !each.beanName().isEmpty()).forEach(each -> code.use(each, code::bind));
        return code;
    }

    /** The same with the beans of another context; no code of the user's is run, and no route of it added. */
    static void borrow(CamelContext context, JarCode lender) {
        begin(context, lender.jars);
        Map.copyOf(lender.beans).forEach((name, bean) -> context.getRegistry().bind(name, bean.getClass(), () -> bean));
    }

    private static JarCode begin(CamelContext context, RouteJars jars) {
        JarCode code = new JarCode(context, jars);
        jars.loader().ifPresent(context::setApplicationContextClassLoader);
        context.getCamelContextExtension().addContextPlugin(JarCode.class, code);
        return code;
    }

    /**
     * Adds the routes, when the beans are there that they may need; in a context that has been started they start. What fails is
     * left out: one bad class must not keep the others from working.
     */
    public void addRoutes() {
        jars.found().stream().filter(Found::makesRoutes).forEach(each -> use(each, this::addRoutes));
        complete = true;
    }

    /** Whether no routes are to come. */
    public boolean complete() {
        return complete || jars.found().stream().noneMatch(Found::makesRoutes);
    }

    /** The routes that have been added, and the classes that have made them. */
    public Map<RouteDefinition, Found> routes() {
        synchronized (origins) {
            return Map.copyOf(origins);
        }
    }

    /** What could not be used, by jar and class, and why, on one line. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** The class that has made a route; empty when it is of a file. */
    public Optional<Found> origin(RouteDefinition route) {
        return Optional.ofNullable(origins.get(route));
    }

    private void use(Found each, Use use) {
        if (failures.containsKey(each.toString())) {
            return;
        }
        try {
            use.of(each);
        } catch (Exception | LinkageError e) {
            failures.put(each.toString(), RouteJars.reason(e));
            LOG.debug("{}", each, e);
        }
    }

    private void bind(Found found) {
        Object bean = context.getInjector().newInstance(found.type());
        context.getRegistry().bind(found.beanName(), bean);
        beans.put(found.beanName(), bean);
    }

    private void addRoutes(Found found) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        List<RouteDefinition> before = List.copyOf(model.getRouteDefinitions());
        RoutesBuilder builder = (RoutesBuilder) context.getInjector().newInstance(found.type());
        requireOwnIds(model, builder);
        try {
            context.addRoutes(builder);
        } catch (Exception | LinkageError e) {
            remove(model, added(model, before));
            throw e;
        }
        List<RouteDefinition> added = added(model, before);
        RouteDefinitionHelper.forceAssignIds(context, added);
        added.forEach(route -> origins.put(route, found));
    }

    /** Camel would put them in the place of those of the same id. */
    private static void requireOwnIds(ModelCamelContext model, RoutesBuilder builder) throws Exception {
        if (!(builder instanceof RouteBuilder routes)) {
            return;
        }
        for (RouteDefinition route : routes.configureRoutes(model).getRoutes()) {
            String id = route.getRouteId();
            if (id != null && (HealthRoutes.IDS.contains(id) || model.getRouteDefinition(id) != null)) {
                throw new IllegalStateException("another route has the id '%s': choose another one".formatted(id));
            }
        }
    }

    private static List<RouteDefinition> added(ModelCamelContext model, List<RouteDefinition> before) {
        return model.getRouteDefinitions().stream()
                .filter(route -> !before.contains(route))
                .toList();
    }

    /** Some of them may run already. */
    private static void remove(ModelCamelContext model, List<RouteDefinition> routes) throws Exception {
        for (RouteDefinition route : routes) {
            if (model.getRoute(route.getRouteId()) != null) {
                model.getRouteController().stopRoute(route.getRouteId());
                model.removeRoute(route.getRouteId());
            }
            model.removeRouteDefinition(route);
        }
    }

    /** Makes something of a class. */
    @FunctionalInterface
    private interface Use {
        void of(Found each) throws Exception;
    }
}
