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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.BindToRegistry;
import org.apache.camel.RoutesBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's jars, {@code <config-dir>/lib/*.jar}: routes in Java, beans, and Camel components that the gateway does not bring.
 * What is in them is found by itself: each public class that is a {@link RoutesBuilder} and each with {@link BindToRegistry}, if
 * it can be made without arguments. All other classes can be named in route files.
 *
 * <p>They are read once; {@link JarCode} is what becomes of them in a context. {@link #close} when no context uses them any more.
 */
public final class RouteJars implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteJars.class);

    private final URLClassLoader loader;
    private final List<Found> found;
    private final Map<String, String> failures;

    private RouteJars(URLClassLoader loader, List<Found> found, Map<String, String> failures) {
        this.loader = loader;
        this.found = List.copyOf(found);
        this.failures = Map.copyOf(failures);
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

    /** None of them. */
    public static RouteJars none() {
        URLClassLoader loader = new URLClassLoader("lib", new URL[0], RouteJars.class.getClassLoader());
        return new RouteJars(loader, List.of(), Map.of());
    }

    /**
     * Looks into the jars of a configuration directory.
     *
     * @param home the configuration directory; the folder {@code lib} in it need not exist
     * @throws ConfigException when root would run what somebody else has written
     */
    public static RouteJars in(Path home) {
        Path directory = home.resolve("lib");
        Map<String, String> failures = new TreeMap<>();
        List<Path> jars = jars(directory, failures);
        if (!jars.isEmpty()) {
            // Whoever can write there can put another folder in the place of this.
            WordOfRoot.requireCode(home);
            WordOfRoot.requireCode(directory);
            jars.forEach(WordOfRoot::requireCode);
        }
        URL[] urls = jars.stream().map(RouteJars::url).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader("lib", urls, RouteJars.class.getClassLoader());
        List<Found> found = new ArrayList<>();
        for (Path jar : jars) {
            try {
                found.addAll(new JarClasses(jar, loader).found(failures));
            } catch (IOException | RuntimeException e) {
                failures.put(name(jar), "it is no jar, or damaged, or can't be read: " + reason(e));
            }
        }
        return new RouteJars(loader, found, failures);
    }

    /** What is used by itself, in the order of the jars' names. */
    public List<Found> found() {
        return found;
    }

    /** What can't be used anywhere, by jar and class, and why, on one line. */
    public Map<String, String> failures() {
        return failures;
    }

    /** Knows the classes; empty when there are no jars. */
    Optional<ClassLoader> loader() {
        return loader.getURLs().length > 0 ? Optional.of(loader) : Optional.empty();
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
        String words = cause.getClass().getSimpleName();
        return String.valueOf(cause.getMessage() == null ? words : cause.getMessage())
                .lines()
                .findFirst()
                .orElse(words);
    }

    private static List<Path> jars(Path directory, Map<String, String> failures) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            failures.put("lib", "the jars in '%s' can't be read: let the gateway's user read it".formatted(directory));
            LOG.debug("{}", directory, e);
            return List.of();
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
