package dev.tedge.gateway.reload;

import dev.tedge.gateway.source.RouteFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.Registry;

/** Beans of others that those of the user's files take the place of, for as long as the files are loaded. */
final class HiddenBeans {

    private final Registry registry;
    private final Map<String, Object> hidden = new HashMap<>();

    HiddenBeans(Registry registry) {
        this.registry = registry;
    }

    /** Remembers what files that are going to be loaded will hide. */
    void hide(List<RouteFile> files) {
        for (String name : names(files)) {
            Object bean = registry.lookupByName(name);
            if (bean != null) {
                hidden.putIfAbsent(name, bean);
            }
        }
    }

    /** Removes the beans of files, and puts back what they have hidden. */
    void uncover(List<RouteFile> files) {
        for (String name : names(files)) {
            registry.unbind(name);
            Object bean = hidden.remove(name);
            if (bean != null) {
                registry.bind(name, bean);
            }
        }
    }

    private static Set<String> names(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> RouteExtent.beans(file).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
