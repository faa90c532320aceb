package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** An endpoint as a file names it. */
record RouteUri(CheckedFile file, Entry entry, String step, String text) {

    private static final Set<String> STEPS = Set.of("from", "to", "toD", "wireTap", "poll");
    private static final Set<String> NO_STEPS = Set.of("parameters", "properties", "constructors", "beans", "metadata");

    /** All in a file. */
    static List<RouteUri> in(CheckedFile file) {
        return file.entries()
                .filter(entry -> !entry.isWithin(NO_STEPS))
                .flatMap(entry -> of(file, entry))
                .toList();
    }

    private static Stream<RouteUri> of(CheckedFile file, Entry entry) {
        boolean compact = STEPS.contains(entry.key());
        boolean full = entry.key().equals("uri") && STEPS.contains(entry.parentKey());
        boolean letters = entry.key().equals("deadLetterUri");
        if (!compact && !full && !letters) {
            return Stream.empty();
        }
        String step = full ? entry.parentKey() : letters ? "to" : entry.key();
        return entry.text().map(text -> new RouteUri(file, entry, step, text.strip())).stream();
    }

    boolean isFrom() {
        return step.equals("from");
    }

    /** Whether it is known before there is a message. */
    boolean isStatic() {
        boolean takesExpressions = step.equals("toD") || step.equals("wireTap");
        return !text.isEmpty() && !(takesExpressions && (text.contains("${") || text.contains("$simple{")));
    }

    /** The component. */
    String scheme() {
        return text.replaceFirst("(?s)[:?].*", "");
    }

    /** What follows the scheme, without options, placeholders filled in; empty when these have no value. */
    Optional<String> path(CamelContext context) {
        String bare = text.replaceFirst("(?s)\\?(?![^{]*}}).*", "");
        int colon = bare.indexOf(':');
        String path = colon < 0 ? "" : bare.substring(colon + 1);
        try {
            String resolved = context.resolvePropertyPlaceholders(path);
            return Optional.of(resolved.startsWith("//") ? resolved.substring(2) : resolved);
        } catch (RuntimeException noValue) {
            return Optional.empty();
        }
    }

    /** The options on lines of their own. */
    Stream<Entry> parameters() {
        return entry.key().equals("uri")
                ? entry.sibling("parameters").stream().flatMap(parameters -> parameters.children().stream())
                : Stream.empty();
    }

    void fault(String reason) {
        file.fault(entry.valueSpot(), reason);
    }

    /** At a part of it, if that is there as it is. */
    void fault(String part, String reason) {
        int index = part.isEmpty() ? -1 : entry.text().orElse("").indexOf(part);
        file.fault(index < 0 ? entry.valueSpot() : entry.spot(index), reason);
    }
}
