package dev.tedge.gateway.reload;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at a folder again and again, and says when files in it have changed and have not gone on to change since the look before.
 * A few calls of the file system each time: unlike notifications, that works for directories that come and go, for links, and
 * everywhere.
 */
final class FolderWatch implements AutoCloseable {

    private static final String NAME = "routes-reload";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** A directory that is gone for so many looks is gone for good; before that, somebody may be about to put another there. */
    private static final int LOOKS_IF_MISSING = 10;

    /** What could not be done is tried again after five seconds. */
    private static final int LOOKS_BEFORE_AGAIN = 25;

    private final RouteFolder folder;
    private final Change change;
    private final Consumer<Throwable> trouble;
    private final ScheduledExecutorService thread;

    // Used by the thread only, once it runs.
    private Optional<Map<String, String>> taken = Optional.empty();
    private Map<String, String> last = Map.of();
    private int atRest;
    private boolean done;
    private int looks;

    /** Deals with what has changed. */
    @FunctionalInterface
    interface Change {
        /** @return whether that is done; otherwise the same comes again later */
        boolean take(RouteFolder.Content content) throws InterruptedException;
    }

    /** @param trouble hears, each time, why the folder can't be looked at, or what {@link Change#take} has thrown */
    FolderWatch(RouteFolder folder, Change change, Consumer<Throwable> trouble) {
        this.folder = folder;
        this.change = change;
        this.trouble = trouble;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread looking = new Thread(task, NAME);
            looking.setDaemon(true);
            return looking;
        });
    }

    /** Begins to look. The first look finds everything changed, even in an empty folder: it may have been emptied just now. */
    void start() {
        Future<?> unused = thread.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Its thread by name, which runs tasks after a change that is being dealt with. */
    Map<String, Executor> threads() {
        return Map.of(NAME, thread);
    }

    private void look() {
        try {
            Map<String, String> now = folder.stamps();
            atRest = now.equals(last) ? atRest + 1 : 0;
            last = now;
            looks++;
            boolean changed = !taken.equals(Optional.of(now));
            if (changed ? isAtRest() : !done && looks >= LOOKS_BEFORE_AGAIN) {
                take(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // When this is over, all has to be looked at, changed or not.
            taken = Optional.empty();
            trouble.accept(e);
        } catch (Throwable e) {
            // An Error too: the next change is another one.
            trouble.accept(e);
        }
    }

    private boolean isAtRest() {
        return atRest >= (folder.isMissing() ? LOOKS_IF_MISSING : 1);
    }

    private void take(Map<String, String> now) throws IOException, InterruptedException {
        RouteFolder.Content content = folder.read();
        // Otherwise somebody has begun to write meanwhile, and half a file may have been read.
        if (folder.stamps().equals(now)) {
            taken = Optional.of(now);
            looks = 0;
            done = false;
            done = change.take(content);
        }
    }

    /** Lets a change that has been begun come to its end. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
