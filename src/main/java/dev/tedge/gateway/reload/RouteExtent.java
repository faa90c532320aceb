package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.YamlText;
import dev.tedge.gateway.source.RouteFile;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far a change goes: which files have to be loaded anew when some are changed. */
final class RouteExtent {

    /** Items that concern nobody outside of their file; beans do when another file names them. */
    private static final Set<String> OWN = Set.of("route", "from", "beans");

    private RouteExtent() {}

    /** The files of which routes have to be replaced. */
    static Set<String> of(Map<String, RouteFile> before, Map<String, RouteFile> after) {
        Set<String> changed = RouteChanges.between(before, after);
        boolean wide = Stream.of(before, after)
                .flatMap(files -> changed.stream().map(files::get))
                .filter(Objects::nonNull)
                .anyMatch(file -> isShared(file) || isNamed(beans(file), file.name(), after.values()));
        return wide ? all(before, after) : changed;
    }

    static Set<String> all(Map<String, RouteFile> before, Map<String, RouteFile> after) {
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        return all;
    }

    /** The names of the beans that a file declares. */
    static Set<String> beans(RouteFile file) {
        return YamlText.of(file.text().orElse("")).items().stream()
                .filter(item -> item.key().equals("beans"))
                .flatMap(item -> item.children().stream())
                .filter(entry -> entry.key().equals("name"))
                .flatMap(entry -> entry.text().stream())
                .collect(Collectors.toSet());
    }

    /** Whether it has what concerns the routes of other files, such as a configuration of routes. */
    static boolean isShared(RouteFile file) {
        return YamlText.of(file.text().orElse("")).items().stream()
                .map(Entry::key)
                .anyMatch(key -> !OWN.contains(key));
    }

    /** As text, which may find a name where it means something else: then more is loaded than had to be. */
    private static boolean isNamed(Set<String> beans, String owner, Collection<RouteFile> files) {
        return files.stream()
                .filter(file -> !file.name().equals(owner))
                .flatMap(file -> file.text().stream())
                .anyMatch(text -> beans.stream().anyMatch(text::contains));
    }
}
