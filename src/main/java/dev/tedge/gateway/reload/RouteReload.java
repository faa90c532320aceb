package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.reload.ReloadReports.Status;
import dev.tedge.gateway.source.Ejection;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.link.Hold;
import dev.tedge.link.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes that run to what the user's route files say. A changed file takes effect when it has not been changed for a
 * moment; one that can't run is refused and reported, once, and what was in force for it stays, also after a restart.
 *
 * <p>{@link #close} by whoever made it, before the links are drained.
 */
public final class RouteReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private final RouteSurroundings surroundings;
    private final RouteFolder folder;
    private final AcceptedRoutes accepted;
    private final List<Link> links;
    private final ReloadReports reports;
    private final FolderWatch watch;

    // Used by one thread at a time.
    private Map<String, RouteFile> inForce = RouteFolder.builtIn();
    private Map<String, Refusal> refused = Map.of();
    private Optional<RouteSwap> swap = Optional.empty();

    private volatile RoutesStatus status = new RoutesStatus(inForce.size(), List.of());

    /** What was refused of a file: the same is not reported twice. */
    private record Refusal(Optional<RouteFile> file, List<RouteFault> faults) {}

    /**
     * Does nothing yet.
     *
     * @param surroundings of the routes; names the directory
     * @param state where accepted files are remembered
     * @param links whose messages are held back while routes are replaced
     * @param reports hears what became of changes
     */
    public RouteReload(RouteSurroundings surroundings, Path state, List<Link> links, ReloadReports reports) {
        this.surroundings = surroundings;
        this.folder = new RouteFolder(surroundings.directory());
        this.accepted = new AcceptedRoutes(state);
        this.links = List.copyOf(links);
        this.reports = reports;
        this.watch = new FolderWatch(folder, this::take);
    }

    /**
     * Loads the files to begin with: the built-in ones, which are always good.
     *
     * @param context configured, and not started yet
     */
    public void load(CamelContext context) throws Exception {
        RouteSwap loading = new RouteSwap(context, links);
        loading.load(List.copyOf(inForce.values()));
        swap = Optional.of(loading);
    }

    /** How the route files stand now. */
    public RoutesStatus status() {
        return status;
    }

    /** Starts the Camel context, into which {@link #load} has loaded. */
    @FunctionalInterface
    public interface Start {
        void start() throws Exception;
    }

    /**
     * Starts, and puts the user's files in force. Without any, nothing is checked. The links connect when all routes are there.
     *
     * @throws Exception of the start only; no file of the user's can fail it
     */
    public void begin(Start start) throws Exception {
        List<Hold> holds = links.stream().map(Link::hold).toList();
        try {
            start.start();
            begin();
            // They may need beans of the files.
            swap.orElseThrow().add(surroundings.jars());
        } finally {
            holds.forEach(Hold::close);
        }
    }

    private void begin() throws InterruptedException {
        Map<String, RouteFile> last = accepted.read();
        try {
            if (!RouteChanges.between(inForce, last).isEmpty()
                    || !folder.stamps().isEmpty()) {
                begin(last);
            }
        } catch (IOException e) {
            LOG.warn("The user's routes can't be read: {}", e.toString());
        }
    }

    /**
     * Follows changes from now on.
     *
     * @param changed called now, and each time that routes have been replaced
     */
    public void follow(Runnable changed) {
        changed.run();
        watch.start(changed);
    }

    /** What was accepted last is not checked again. */
    private void begin(Map<String, RouteFile> last) throws IOException, InterruptedException {
        RouteFolder.Content content = folder.read();
        RouteChanges.Decision decision = decide(last, content);
        Map<String, RouteFile> start = inForce;
        Map<String, List<RouteFault>> faults = new TreeMap<>(decision.refused());
        inForce = put(start, decision.next(), faults);
        accepted.write(inForce);
        remember(content, faults, Set.of());
        inForce.values().stream()
                .map(Ejection::outdated)
                .flatMap(Optional::stream)
                .forEach(LOG::warn);
    }

    /** The files have been changed and are at rest. */
    private boolean take(RouteFolder.Content content) throws InterruptedException {
        RouteChanges.Decision decision = decide(inForce, content);
        Map<String, RouteFile> before = inForce;
        Map<String, List<RouteFault>> faults = new TreeMap<>(decision.refused());
        inForce = put(before, decision.next(), faults);
        // What is said to be in force is so after a power cut, too.
        accepted.write(inForce);
        Set<String> changed = RouteChanges.between(before, inForce);
        changed.forEach(name -> reports.taken(name, outcome(before.get(name), inForce.get(name))));
        remember(content, faults, changed);
        return !changed.isEmpty();
    }

    private RouteChanges.Decision decide(Map<String, RouteFile> before, RouteFolder.Content content) {
        Map<String, RouteFile> wanted = new TreeMap<>(content.files());
        content.unreadable().keySet().forEach(name -> {
            if (before.containsKey(name)) {
                wanted.put(name, before.get(name));
            } else {
                wanted.remove(name);
            }
        });
        RouteCheck check = new RouteCheck(surroundings);
        RouteChanges.Decision decision = new RouteChanges(before, wanted, check::faults).decide();
        Map<String, List<RouteFault>> refusals = new TreeMap<>(decision.refused());
        content.unreadable().forEach((name, fault) -> refusals.put(name, List.of(fault)));
        return new RouteChanges.Decision(decision.next(), refusals);
    }

    /** Together, or one by one when that fails in spite of the check; gives what is in force then. */
    private Map<String, RouteFile> put(
            Map<String, RouteFile> before, Map<String, RouteFile> after, Map<String, List<RouteFault>> faults)
            throws InterruptedException {
        Set<String> changed = RouteChanges.between(before, after);
        try {
            swap.orElseThrow().replace(before, after);
            return after;
        } catch (RouteSwap.SwapException e) {
            if (changed.size() == 1) {
                String name = changed.iterator().next();
                faults.put(name, List.of(new RouteFault(name, Optional.empty(), e.reason())));
                return before;
            }
        }
        Map<String, RouteFile> now = before;
        for (String name : changed) {
            Map<String, RouteFile> next = new TreeMap<>(now);
            if (after.containsKey(name)) {
                next.put(name, after.get(name));
            } else {
                next.remove(name);
            }
            now = put(now, next, faults);
        }
        return now;
    }

    private static Status outcome(@Nullable RouteFile before, @Nullable RouteFile after) {
        if (after == null || !after.inForce()) {
            return Status.REMOVED;
        }
        return before == null || !before.inForce() ? Status.ENABLED : Status.UPDATED;
    }

    private void remember(RouteFolder.Content content, Map<String, List<RouteFault>> faults, Set<String> changed) {
        Map<String, Refusal> now = new TreeMap<>();
        faults.forEach((name, found) ->
                now.put(name, new Refusal(Optional.ofNullable(content.files().get(name)), found)));
        now.forEach((name, refusal) -> {
            if (!refusal.equals(refused.get(name))) {
                reports.refused(name, refusal.faults());
            }
        });
        refused.keySet().stream()
                .filter(name -> !now.containsKey(name) && !changed.contains(name))
                .forEach(reports::withdrawn);
        refused = now;
        status = new RoutesStatus(
                Math.toIntExact(
                        inForce.values().stream().filter(RouteFile::inForce).count()),
                faults.values().stream().flatMap(List::stream).toList());
    }

    /**
     * Ends all changes; nothing more is handed to routes that gather messages, and what they have gathered is sent on, or given up
     * after a moment.
     */
    @Override
    public void close() {
        watch.close();
        swap.map(RouteSwap::unfinished).ifPresent(Unfinished::end);
    }

    /** After {@link #close}, when nothing more is sent but still kept: what was given up is kept. */
    public void finish() {
        swap.map(RouteSwap::unfinished).ifPresent(Unfinished::endAtLast);
    }
}
