package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.reload.ReloadReports.Status;
import dev.tedge.gateway.source.Ejection;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
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
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
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

    private static final String ALL = "routes";

    private final RouteSurroundings surroundings;
    private final RouteFolder folder;
    private final AcceptedRoutes memory;
    private final List<Link> links;
    private final ReloadReports reports;
    private final FolderWatch watch;

    // Used by one thread at a time.
    private Map<String, Refusal> refused = Map.of();
    private Optional<RouteFault> trouble = Optional.empty();
    private Optional<RouteSwap> swap = Optional.empty();
    private Optional<RunningRoutes> running = Optional.empty();
    private Runnable ready = () -> {};
    private Runnable changed = () -> {};

    private volatile RoutesStatus status = new RoutesStatus(RouteFiles.builtIn().size(), List.of());

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
        this.memory = new AcceptedRoutes(state);
        this.links = List.copyOf(links);
        this.reports = reports;
        this.watch = new FolderWatch(folder, this::changed, this::trouble);
    }

    /**
     * Loads the files to begin with: the built-in ones, which are always good.
     *
     * @param context configured, and not started yet
     */
    public void load(CamelContext context) throws Exception {
        RouteSwap loading = new RouteSwap(context, links, () -> ready.run());
        RunningRoutes loaded = new RunningRoutes(loading);
        loaded.load();
        swap = Optional.of(loading);
        running = Optional.of(loaded);
    }

    /** How the route files stand now. */
    public RoutesStatus status() {
        return status;
    }

    /** Its thread by name; a task must be quick. */
    public Map<String, Executor> threads() {
        return watch.threads();
    }

    /** Starts the Camel context, into which {@link #load} has loaded. */
    @FunctionalInterface
    public interface Start {
        void start() throws Exception;
    }

    /**
     * Starts, and puts the user's files in force. Without any, nothing is checked. The links connect when all routes are there.
     *
     * @param subscribing called now and after each replacement of routes, before the brokers hear of other topic filters
     * @throws Exception of the start only; no file of the user's can fail it
     */
    public void begin(Start start, Runnable subscribing) throws Exception {
        List<Hold> holds = links.stream().map(Link::hold).toList();
        try {
            start.start();
            begin();
            // They may need beans of the files.
            swap.orElseThrow().addCode();
            ready = subscribing;
            ready.run();
        } finally {
            holds.forEach(Hold::close);
        }
    }

    /** What was accepted last is not checked again, and holds as long as nobody can tell what is to be in its place. */
    private void begin() throws InterruptedException {
        try {
            Map<String, RouteFile> last = memory.read();
            RunningRoutes routes = running.orElseThrow();
            routes.begin(last);
            RouteFolder.Content content = content(last);
            remember(content, put(content), Set.of());
            routes.inForce().values().stream()
                    .map(Ejection::outdated)
                    .flatMap(Optional::stream)
                    .forEach(LOG::warn);
        } catch (RuntimeException | Error e) {
            trouble(e);
        }
    }

    /** A directory that is missing may come: it is given up when it has been missing for a while. */
    private RouteFolder.Content content(Map<String, RouteFile> last) {
        try {
            if (!folder.isMissing()) {
                return folder.read();
            }
        } catch (IOException e) {
            trouble(e);
        }
        return new RouteFolder.Content(last, Map.of());
    }

    /**
     * Follows changes from now on.
     *
     * @param changed called now, and each time that routes have been replaced
     */
    public void follow(Runnable changed) {
        this.changed = changed;
        changed.run();
        watch.start();
    }

    /**
     * The files have been changed and are at rest.
     *
     * @return false when the same is to be tried again
     */
    private boolean changed(RouteFolder.Content content) throws InterruptedException {
        RunningRoutes routes = running.orElseThrow();
        Map<String, RouteFile> before = routes.inForce();
        Map<String, List<RouteFault>> faults = put(content);
        Map<String, RouteFile> now = routes.inForce();
        Set<String> names = RouteChanges.between(before, now);
        names.forEach(name -> reports.taken(name, Status.of(before.get(name), now.get(name))));
        trouble = Optional.empty();
        remember(content, faults, names);
        if (!names.isEmpty()) {
            changed.run();
        }
        return !routes.isUnfinished();
    }

    /** @return why files are not in force as they are, by name */
    private Map<String, List<RouteFault>> put(RouteFolder.Content content) throws InterruptedException {
        RunningRoutes routes = running.orElseThrow();
        RouteChanges.Decision decision = decide(routes.accepted(), content);
        Map<String, List<RouteFault>> faults = new TreeMap<>(decision.refused());
        routes.change(decision.next(), faults);
        // What is said to be in force is so after a power cut, too.
        memory.write(routes.accepted());
        return faults;
    }

    private RouteChanges.Decision decide(Map<String, RouteFile> before, RouteFolder.Content content) {
        RouteCheck check = swap.orElseThrow().check(surroundings);
        RouteChanges.Decision decision = new RouteChanges(before, content.over(before), check::faults).decide();
        Map<String, List<RouteFault>> refusals = new TreeMap<>(decision.refused());
        content.unreadable().forEach((name, fault) -> refusals.put(name, List.of(fault)));
        return new RouteChanges.Decision(decision.next(), refusals);
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
        tell();
    }

    /** The files can't be followed now. The same is news only once. */
    private void trouble(Throwable e) {
        LOG.debug("The routes can't be followed", e);
        RouteFault now =
                new RouteFault(ALL, Optional.empty(), "can't be followed, the previous ones stay in force: " + e);
        if (!trouble.equals(Optional.of(now))) {
            trouble = Optional.of(now);
            reports.trouble("Route files: " + now.reason());
            tell();
        }
    }

    private void tell() {
        Stream<RouteFault> faults = refused.values().stream().flatMap(refusal -> refusal.faults().stream());
        Map<String, RouteFile> files = running.orElseThrow().inForce();
        status = new RoutesStatus(
                Math.toIntExact(
                        files.values().stream().filter(RouteFile::inForce).count()),
                Stream.concat(trouble.stream(), faults).toList());
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
