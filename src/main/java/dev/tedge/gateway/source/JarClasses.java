package dev.tedge.gateway.source;

import dev.tedge.gateway.source.RouteJars.Found;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.camel.BindToRegistry;
import org.apache.camel.RoutesBuilder;

/**
 * Finds the classes in a jar that the gateway uses by itself. Only those are loaded that mention Camel's types for it: a jar can
 * be a library with thousands of others.
 *
 * @param jar is read
 * @param loader knows its classes
 */
record JarClasses(Path jar, ClassLoader loader) {

    private static final String CLASS = ".class";

    /** As it stands in the constant pool of a class that extends it, or has the annotation. */
    private static final List<String> MENTIONS = List.of("/builder/RouteBuilder", "RoutesBuilder", "BindToRegistry");

    /**
     * Looks at all of them.
     *
     * @param failures gets the reason for each class that can't be loaded
     * @throws IOException when the jar can't be read
     * @throws SecurityException when it is signed and was changed
     */
    List<Found> found(Map<String, String> failures) throws IOException {
        List<Found> found = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Enumeration<JarEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (isCandidate(entry.getName()) && mentions(file, entry)) {
                    load(entry.getName(), found, failures);
                }
            }
        }
        return found;
    }

    /** Camel's own are not the user's. */
    private static boolean isCandidate(String entry) {
        return entry.endsWith(CLASS)
                && !entry.startsWith("META-INF/")
                && !entry.startsWith("org/apache/camel/")
                && !entry.endsWith("-info.class");
    }

    private static boolean mentions(JarFile file, JarEntry entry) throws IOException {
        try (InputStream stream = file.getInputStream(entry)) {
            String bytes = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
            return MENTIONS.stream().anyMatch(bytes::contains);
        }
    }

    private void load(String entry, List<Found> found, Map<String, String> failures) {
        String name = entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (isUsed(type)) {
                found.add(new Found(jar, type));
            }
        } catch (ClassNotFoundException | NoClassDefFoundError | TypeNotPresentException e) {
            String reason = "%s is missing: put the jar that has it beside this one".formatted(RouteJars.reason(e));
            failures.put(RouteJars.where(jar, name), reason);
        } catch (LinkageError | RuntimeException e) {
            failures.put(RouteJars.where(jar, name), RouteJars.reason(e));
        }
    }

    private static boolean isUsed(Class<?> type) {
        return (RoutesBuilder.class.isAssignableFrom(type) || type.isAnnotationPresent(BindToRegistry.class))
                && Modifier.isPublic(type.getModifiers())
                && !Modifier.isAbstract(type.getModifiers())
                && Stream.of(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
    }
}
