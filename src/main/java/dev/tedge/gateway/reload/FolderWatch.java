package dev.tedge.gateway.reload;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a folder again and again, and says when files in it have changed and have not gone on to change since the look before.
 * A few calls of the file system each time: unlike notifications, that works for directories that come and go, for links, and
 * everywhere.
 */
final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final RouteFolder folder;
    private final Change change;
    private final ScheduledExecutorService thread;

    // Used by the thread only, once it runs.
    private Optional<Map<String, String>> taken = Optional.empty();
    private Map<String, String> last = Map.of();

    private String trouble = "";

    /** Deals with what has changed. */
    @FunctionalInterface
    interface Change {
        /** @return whether anything is different now */
        boolean take(RouteFolder.Content content) throws InterruptedException;
    }

    FolderWatch(RouteFolder folder, Change change) {
        this.folder = folder;
        this.change = change;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread looking = new Thread(task, "routes-reload");
            looking.setDaemon(true);
            return looking;
        });
    }

    /**
     * Begins to look. The first look finds everything changed, even in an empty folder: it may have been emptied just now.
     *
     * @param changed called when {@link Change#take} says that something is different
     */
    void start(Runnable changed) {
        Future<?> unused = thread.scheduleWithFixedDelay(
                () -> look(changed), BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Runnable changed) {
        try {
            Map<String, String> now = folder.stamps();
            boolean atRest = now.equals(last);
            last = now;
            if (atRest && !taken.equals(Optional.of(now))) {
                take(now, changed);
            }
            trouble = "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            complain(e.toString());
        } catch (Throwable e) {
            // An Error too: the next change is another one.
            LOG.error("The routes could not be reloaded", e);
        }
    }

    private void take(Map<String, String> now, Runnable changed) throws IOException, InterruptedException {
        RouteFolder.Content content = folder.read();
        // Otherwise somebody has begun to write meanwhile, and half a file may have been read.
        if (folder.stamps().equals(now)) {
            taken = Optional.of(now);
            if (change.take(content)) {
                changed.run();
            }
        }
    }

    /** The same trouble is news only once. */
    private void complain(String next) {
        if (!next.equals(trouble)) {
            LOG.warn("The user's routes can't be read now, the previous ones stay in force: {}", next);
            trouble = next;
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
