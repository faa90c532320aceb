package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.NearMiss;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Looks for names of beans and classes that stand for nothing. */
public final class Names {

    private static final Set<String> BEANS = Set.of(
            "ref",
            "aggregationStrategy",
            "aggregationRepository",
            "errorHandlerRef",
            "idempotentRepository",
            "onPrepare",
            "routePolicy",
            "comparator");
    private static final Set<String> VALUES = Set.of("parameters", "properties", "constructors");
    private static final Pattern BEAN = Pattern.compile("#bean:([^?&\\s}]+)");
    private static final Pattern CLASS = Pattern.compile("#class:([^?&\\s}(#]+)");

    private final CamelContext context;
    private final Set<String> declared = new HashSet<>();
    private final Set<String> present;

    /**
     * @param present beans that are there without files
     * @param files declare others
     */
    public Names(CamelContext context, Collection<String> present, List<CheckedFile> files) {
        this.context = context;
        this.present = Set.copyOf(present);
        files.stream()
                .flatMap(file -> file.items("beans"))
                .flatMap(beans -> beans.children().stream())
                .filter(entry -> entry.key().equals("name"))
                .forEach(entry -> entry.text().ifPresent(declared::add));
    }

    /** Notes what is not there. */
    public void check(CheckedFile file) {
        file.items("beans").forEach(beans -> beans(file, beans));
        file.entries().forEach(entry -> {
            entry.text().ifPresent(text -> names(file, entry, text));
            if (entry.key().equals("exception")) {
                entry.texts().forEach(name -> type(file, entry, name, 0));
            }
        });
    }

    private void beans(CheckedFile file, Entry beans) {
        for (Entry entry : beans.children()) {
            boolean first = entry.siblings().findFirst().filter(entry::equals).isPresent();
            for (String needed : first ? List.of("name", "type") : List.<String>of()) {
                if (entry.sibling(needed).isEmpty()) {
                    file.fault(entry.keySpot(), "a bean needs '%s', which is missing".formatted(needed));
                }
            }
            if (entry.key().equals("type")) {
                entry.text().ifPresent(text -> type(file, entry, text.replaceFirst("^#class:", ""), 0));
            }
        }
    }

    private void names(CheckedFile file, Entry entry, String text) {
        if (BEANS.contains(entry.key()) && !entry.isWithin(VALUES) && !text.startsWith("#")) {
            bean(file, entry, text, 0);
        } else if (entry.key().equals("beanType")) {
            type(file, entry, text, 0);
        } else if (text.startsWith("bean:")) {
            method(file, entry, text.substring(5).replaceFirst("(?s)\\?.*", ""));
        }
        for (Matcher found = BEAN.matcher(text); found.find(); ) {
            bean(file, entry, found.group(1), found.start(1));
        }
        for (Matcher found = CLASS.matcher(text); found.find(); ) {
            type(file, entry, found.group(1), found.start(1));
        }
    }

    /** Of the component {@code bean:}, a bean or a class. */
    private void method(CheckedFile file, Entry entry, String name) {
        if (name.indexOf('.') < 0 || context.getClassResolver().resolveClass(name) == null) {
            bean(file, entry, name.replaceFirst("^//", ""), 5);
        }
    }

    private void bean(CheckedFile file, Entry entry, String written, int index) {
        Optional<String> name = resolved(written);
        if (name.isEmpty() || (name.get().isBlank() && !entry.key().equals("ref")) || isThere(name.get())) {
            return;
        }
        Set<String> known = new HashSet<>(declared);
        known.addAll(present);
        file.fault(
                entry.spot(index),
                NearMiss.of(name.get(), known)
                        .map(near -> "there is no bean '%s'; did you mean '%s'?".formatted(name.get(), near))
                        .orElseGet(() -> "there is no bean '%s': declare it under 'beans', with its class as 'type'"
                                .formatted(name.get())));
    }

    private boolean isThere(String name) {
        return declared.contains(name)
                || (!name.isEmpty() && context.getRegistry().lookupByName(name) != null);
    }

    private void type(CheckedFile file, Entry entry, String written, int index) {
        Optional<String> name = resolved(written);
        if (name.isPresent() && !exists(name.get())) {
            file.fault(
                    entry.spot(index),
                    "there is no class '%s': correct its name, or put its jar into <config-dir>/lib"
                            .formatted(name.get()));
        }
    }

    private boolean exists(String name) {
        try {
            return context.getClassResolver().resolveClass(name) != null;
        } catch (LinkageError broken) {
            return false;
        }
    }

    /** Empty when a placeholder has no value, which is found by itself. */
    private Optional<String> resolved(String text) {
        try {
            return Optional.of(context.resolvePropertyPlaceholders(text).strip());
        } catch (RuntimeException noValue) {
            return Optional.empty();
        }
    }
}
