package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The route files that run, and those that shall: what has been accepted may be unable to start for a time, when a port is in use or
 * a server away. It is not forgotten then. Used by one thread at a time.
 */
final class RunningRoutes {

    private final RouteSwap swap;

    private Map<String, RouteFile> inForce = RouteFiles.builtIn();
    private Map<String, RouteFile> accepted = inForce;
    private boolean postponed;

    RunningRoutes(RouteSwap swap) {
        this.swap = swap;
    }

    /** Loads the built-in files, which are always good. */
    void load() throws Exception {
        swap.load(List.copyOf(inForce.values()));
    }

    /** What runs, by name. */
    Map<String, RouteFile> inForce() {
        return inForce;
    }

    /** What shall run, by name. */
    Map<String, RouteFile> accepted() {
        return accepted;
    }

    /** Whether the same change is to be tried again: something that is accepted does not run, or it was too early. */
    boolean isUnfinished() {
        return postponed || !RouteChanges.between(inForce, accepted).isEmpty();
    }

    /**
     * Puts files in force that were accepted before, as far as they can start. A built-in file does not run in the place of one
     * that can't: it could send what the user's keeps back.
     */
    void begin(Map<String, RouteFile> last) throws InterruptedException {
        Map<String, List<RouteFault>> faults = new TreeMap<>();
        inForce = put(inForce, last, faults);
        Map<String, RouteFile> safe = new TreeMap<>(inForce);
        faults.keySet().forEach(safe::remove);
        inForce = put(inForce, safe, new TreeMap<>());
        accepted = last;
    }

    /**
     * Puts files in force that have been found good.
     *
     * @param faults gets why files can't start in spite of that; what was accepted before is still so then
     */
    void change(Map<String, RouteFile> next, Map<String, List<RouteFault>> faults) throws InterruptedException {
        postponed = false;
        inForce = put(inForce, next, faults);
        Map<String, RouteFile> now = new TreeMap<>(next);
        RouteChanges.between(inForce, next).forEach(name -> set(now, name, accepted.get(name)));
        accepted = now;
    }

    /** Together, or one by one when that fails; gives what is in force then. */
    private Map<String, RouteFile> put(
            Map<String, RouteFile> before, Map<String, RouteFile> after, Map<String, List<RouteFault>> faults)
            throws InterruptedException {
        Set<String> changed = RouteChanges.between(before, after);
        try {
            swap.replace(before, after);
            return after;
        } catch (SwapException e) {
            postponed |= e.isPostponed();
            if (changed.size() == 1) {
                String name = changed.iterator().next();
                faults.put(name, List.of(new RouteFault(name, Optional.empty(), e.reason())));
                return before;
            }
        }
        Map<String, RouteFile> now = before;
        for (String name : changed) {
            Map<String, RouteFile> next = new TreeMap<>(now);
            set(next, name, after.get(name));
            now = put(now, next, faults);
        }
        return now;
    }

    private static void set(Map<String, RouteFile> files, String name, @Nullable RouteFile file) {
        if (file == null) {
            files.remove(name);
        } else {
            files.put(name, file);
        }
    }
}
