package dev.tedge.gateway.source;

import dev.tedge.config.ConfigException;
import dev.tedge.config.WordOfRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's jars, {@code <config-dir>/lib/*.jar}: routes in Java, beans, and Camel components that the gateway does not bring.
 * What is in them is found by itself: each public class that is a {@link RoutesBuilder} and each with {@link BindToRegistry}, if
 * it can be made without arguments. All other classes can be named in route files.
 *
 * <p>They are read once. {@link #close} when no context uses them any more.
 */
public final class RouteJars implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteJars.class);

    private final URLClassLoader loader;
    private final List<Found> found;
    private final Map<String, String> failures;
    /** For as long as their contexts are there. */
    private final Map<RouteDefinition, Found> origins = Collections.synchronizedMap(new WeakHashMap<>());

    private RouteJars(URLClassLoader loader, List<Found> found, Map<String, String> failures) {
        this.loader = loader;
        this.found = List.copyOf(found);
        this.failures = failures;
        failures.forEach((where, reason) -> LOG.error("{} can't be used: {}", where, reason));
    }

    /**
     * A class of the user's that the gateway uses by itself.
     *
     * @param jar its file
     * @param type makes routes, or is a bean, or both
     */
    public record Found(Path jar, Class<?> type) {

        public Found {
            Objects.requireNonNull(jar, "jar");
            Objects.requireNonNull(type, "type");
        }

        /** The jar and the class, for people. */
        @Override
        public String toString() {
            return where(jar, type.getName());
        }

        /** Whether it makes routes. */
        public boolean makesRoutes() {
            return RoutesBuilder.class.isAssignableFrom(type);
        }

        /** The name under which routes find it; empty when it is none of their business. */
        String beanName() {
            BindToRegistry annotation = type.getAnnotation(BindToRegistry.class);
            if (annotation == null) {
                return "";
            }
            return annotation.value().isEmpty() ? type.getSimpleName() : annotation.value();
        }
    }

    /**
     * Looks into the jars of a configuration directory.
     *
     * @param home the configuration directory; the folder {@code lib} in it need not exist
     * @throws ConfigException when root would run what somebody else has written
     * @throws UncheckedIOException when the folder can't be read
     */
    public static RouteJars in(Path home) {
        Path directory = home.resolve("lib");
        List<Path> jars = jars(directory);
        if (!jars.isEmpty()) {
            // Whoever can write there can put another folder in the place of this.
            WordOfRoot.requireCode(home);
            WordOfRoot.requireCode(directory);
            jars.forEach(WordOfRoot::requireCode);
        }
        URL[] urls = jars.stream().map(RouteJars::url).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader("lib", urls, RouteJars.class.getClassLoader());
        List<Found> found = new ArrayList<>();
        Map<String, String> failures = new ConcurrentSkipListMap<>();
        for (Path jar : jars) {
            try {
                found.addAll(new JarClasses(jar, loader).found(failures));
            } catch (IOException e) {
                failures.put(name(jar), "it is no jar, or damaged, or can't be read: " + reason(e));
            }
        }
        return new RouteJars(loader, found, failures);
    }

    /** What is used by itself, in the order of the jars' names. */
    public List<Found> found() {
        return found;
    }

    /** What could not be used, by jar and class, and why, on one line. Complete once a context has been prepared. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** The class that has made a route; empty when it is of a file. */
    public Optional<Found> origin(RouteDefinition route) {
        return Optional.ofNullable(origins.get(route));
    }

    /** Leaves a class out of contexts that are prepared from now on. */
    public void leaveOut(Found failed, String reason) {
        if (failures.put(failed.toString(), reason) == null) {
            LOG.error("{} can't be used: {}", failed, reason);
        }
    }

    /** Makes the classes known to a context that has not been started, and binds the beans. What fails is left out. */
    void prepare(CamelContext context) {
        if (loader.getURLs().length > 0) {
            context.setApplicationContextClassLoader(loader);
            found.stream().filter(each -> !each.beanName().isEmpty()).forEach(each -> use(context, each, this::bind));
        }
    }

    /**
     * Adds the routes to a context that has been prepared, and in which the beans are that they may need; when it has been started,
     * they start. What fails is left out: one bad class must not keep the others from working.
     */
    public void addRoutes(CamelContext context) {
        found.stream().filter(Found::makesRoutes).forEach(each -> use(context, each, this::addRoutes));
    }

    private void use(CamelContext context, Found each, Use use) {
        if (failures.containsKey(each.toString())) {
            return;
        }
        try {
            use.of(context, each);
        } catch (Exception | LinkageError e) {
            leaveOut(each, reason(e));
            LOG.debug("{}", each, e);
        }
    }

    private void bind(CamelContext context, Found bean) {
        context.getRegistry().bind(bean.beanName(), context.getInjector().newInstance(bean.type()));
    }

    private void addRoutes(CamelContext context, Found routes) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        List<RouteDefinition> before = List.copyOf(model.getRouteDefinitions());
        try {
            context.addRoutes((RoutesBuilder) context.getInjector().newInstance(routes.type()));
        } catch (Exception | LinkageError e) {
            remove(model, added(model, before));
            throw e;
        }
        List<RouteDefinition> added = added(model, before);
        RouteDefinitionHelper.forceAssignIds(context, added);
        added.forEach(route -> origins.put(route, routes));
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
        void of(CamelContext context, Found each) throws Exception;
    }

    /** A class in a jar, for people. */
    static String where(Path jar, String type) {
        return "%s (%s)".formatted(name(jar), type);
    }

    private static String name(Path jar) {
        return "lib/" + jar.getFileName();
    }

    /** The first words that somebody has said about it. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : String.valueOf(cause.getMessage());
    }

    private static List<Path> jars(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The jars in '%s' can't be read".formatted(directory), e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("'%s' is no place for a jar".formatted(jar), e);
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.debug("A jar in lib can't be closed", e);
        }
    }
}
