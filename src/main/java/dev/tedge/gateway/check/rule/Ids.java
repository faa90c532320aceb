package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.NearMiss;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/** Looks for ids that are there twice, and those of route configurations that are not there. */
public final class Ids {

    private static final Set<String> VALUES =
            Set.of("parameters", "properties", "constructors", "metadata", "routeTemplate");

    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private final Set<String> switchedOff = new HashSet<>();

    /**
     * @param configurations ids of route configurations that are there without files
     * @param taken ids of routes that are there without files, and by or in what
     * @param all the files, those that are switched off among them
     */
    public Ids(List<String> configurations, Map<String, String> taken, List<RouteFile> all) {
        owners.putAll(taken);
        this.configurations.addAll(configurations);
        all.stream()
                .filter(file -> !file.inForce())
                .flatMap(file -> RouteFiles.builtIn(file.name()).stream())
                .forEach(file -> configurations(new CheckedFile(file)).forEach(switchedOff::add));
    }

    /** Notes what is there twice, and what is not there. */
    public void check(List<CheckedFile> files) {
        files.forEach(file -> configurations(file).forEach(configurations::add));
        // Those that are built in were there first.
        List<CheckedFile> ordered = files.stream()
                .sorted(Comparator.comparing(file -> file.file().origin()))
                .toList();
        for (CheckedFile file : ordered) {
            file.entries().filter(entry -> !entry.isWithin(VALUES)).forEach(entry -> check(file, entry));
        }
    }

    private void check(CheckedFile file, Entry entry) {
        if (entry.key().equals("id")) {
            entry.text().ifPresent(id -> once(file, entry, id));
        } else if (entry.key().equals("routeConfigurationId")) {
            entry.text().ifPresent(ids -> {
                for (String id : ids.split(",", -1)) {
                    configuration(file, entry, id.strip());
                }
            });
        }
    }

    private void once(CheckedFile file, Entry entry, String id) {
        String place = "in %s:%d".formatted(file.file().name(), entry.keySpot().line());
        String other = owners.putIfAbsent(id, place);
        if (other != null && !id.isEmpty() && !id.contains("{{")) {
            file.fault(entry.valueSpot(), "the id '%s' is taken %s: choose another one".formatted(id, other));
        }
    }

    private void configuration(CheckedFile file, Entry entry, String id) {
        if (id.contains("{{") || configurations.stream().anyMatch(known -> PatternHelper.matchPattern(known, id))) {
            return;
        }
        if (switchedOff.contains(id)) {
            file.warning(
                    entry.valueSpot(),
                    "the route configuration '%s' is switched off: failures of this route are only logged"
                            .formatted(id));
        } else {
            file.fault(
                    entry.valueSpot(),
                    "there is no route configuration '%s'%s".formatted(id, NearMiss.hint(id, configurations)));
        }
    }

    private static Stream<String> configurations(CheckedFile file) {
        return file.items("routeConfiguration")
                .flatMap(item -> item.child("id").stream())
                .flatMap(id -> id.text().stream());
    }
}
