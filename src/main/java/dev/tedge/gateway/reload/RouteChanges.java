package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.source.RouteFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which of several changed files are taken: those at fault are not, and what was in force for them before stays. What has
 * not been changed is never blamed.
 */
final class RouteChanges {

    private static final Logger LOG = LoggerFactory.getLogger(RouteChanges.class);

    private final Map<String, RouteFile> before;
    private final Map<String, RouteFile> wanted;
    private final Function<List<RouteFile>, List<RouteFault>> check;
    private final Map<String, List<RouteFault>> refused = new LinkedHashMap<>();

    /**
     * @param before what is in force, by name
     * @param wanted what shall be, by name
     * @param check says what is wrong with files that are to be in force together
     */
    RouteChanges(
            Map<String, RouteFile> before,
            Map<String, RouteFile> wanted,
            Function<List<RouteFile>, List<RouteFault>> check) {
        this.before = before;
        this.wanted = wanted;
        this.check = check;
    }

    /**
     * What is decided.
     *
     * @param next what is to be in force, by name
     * @param refused why changes are not taken, by the name of the file
     */
    record Decision(Map<String, RouteFile> next, Map<String, List<RouteFault>> refused) {}

    /** The names of files that differ. */
    static Set<String> between(Map<String, RouteFile> before, Map<String, RouteFile> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> isSame(before.get(name), after.get(name)));
        return names;
    }

    /** The location does not count: a copy of an accepted file is as good as the file. */
    private static boolean isSame(@Nullable RouteFile one, @Nullable RouteFile other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.origin() == other.origin() && one.text().equals(other.text());
    }

    /** Decides. Without a change nothing is checked. */
    Decision decide() {
        Set<String> changed = between(before, wanted);
        List<RouteFault> faults = changed.isEmpty() ? List.of() : check(changed);
        while (faults.stream().anyMatch(fault -> changed.contains(fault.file()))) {
            refuse(changed, faults);
            faults = changed.isEmpty() ? List.of() : check(changed);
        }
        if (!faults.isEmpty()) {
            oneByOne(changed);
        }
        return new Decision(with(changed), refused);
    }

    private void refuse(Set<String> changed, List<RouteFault> faults) {
        for (RouteFault fault : faults) {
            if (changed.contains(fault.file()) || refused.containsKey(fault.file())) {
                refused.computeIfAbsent(fault.file(), name -> new ArrayList<>()).add(fault);
            }
        }
        changed.removeAll(refused.keySet());
    }

    /** Faults in what has not been changed: they were there before, or one of the changes has caused them. */
    private void oneByOne(Set<String> changed) {
        List<RouteFault> known = new ArrayList<>(check(Set.of()));
        known.removeIf(RouteChanges::isOfNone);
        Set<String> taken = new TreeSet<>();
        for (String name : List.copyOf(changed)) {
            taken.add(name);
            List<RouteFault> faults = new ArrayList<>(check(taken));
            faults.removeAll(known);
            if (!faults.isEmpty()) {
                taken.remove(name);
                refused.put(
                        name,
                        faults.stream().map(fault -> causedBy(name, fault)).toList());
            }
        }
        changed.retainAll(taken);
    }

    private static RouteFault causedBy(String name, RouteFault fault) {
        if (isOfNone(fault)) {
            return new RouteFault(name, Optional.empty(), fault.reason());
        }
        return fault.file().equals(name)
                ? fault
                : new RouteFault(name, Optional.empty(), "with this change another file can't run: " + fault);
    }

    /** What can't be checked is as good as bad. */
    private List<RouteFault> check(Set<String> changed) {
        try {
            return check.apply(List.copyOf(with(changed).values()));
        } catch (RuntimeException | Error e) {
            LOG.debug("Files that can't be checked", e);
            return List.of(new RouteFault("", Optional.empty(), "the file can't be checked: " + e));
        }
    }

    private static boolean isOfNone(RouteFault fault) {
        return fault.file().isEmpty();
    }

    private Map<String, RouteFile> with(Collection<String> changed) {
        Map<String, RouteFile> files = new TreeMap<>(before);
        for (String name : changed) {
            RouteFile file = wanted.get(name);
            if (file == null) {
                files.remove(name);
            } else {
                files.put(name, file);
            }
        }
        return files;
    }
}
