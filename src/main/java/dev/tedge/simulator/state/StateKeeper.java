package dev.tedge.simulator.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state of the services on disk. It is told of states on one thread and writes them on another, so that
 * nobody waits for the disk. A state that could not be written is written with the next one.
 */
public final class StateKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);

    private final StateDirectory directory;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "simulator-state");
        thread.setDaemon(true);
        return thread;
    });

    /** What is on disk, as far as the writer knows. Belongs to the writer's thread. */
    private ObjectNode written;

    /** What is to be written next; null while nothing waits. Guarded by this. */
    private @Nullable ObjectNode waiting;

    /** @param current what is on disk */
    public StateKeeper(StateDirectory directory, ObjectNode current) {
        this.directory = directory;
        this.written = current;
    }

    /** Writes a state soon, unless a later one comes before. */
    public synchronized void keep(ObjectNode state) {
        boolean isAsked = waiting != null;
        waiting = state;
        if (!isAsked) {
            writer.execute(this::writeNext);
        }
    }

    private synchronized ObjectNode take() {
        ObjectNode taken = waiting == null ? JsonNodeFactory.instance.objectNode() : waiting;
        waiting = null;
        return taken;
    }

    private void writeNext() {
        ObjectNode state = take();
        if (state.equals(written)) {
            return;
        }
        try {
            directory.writeState(state);
            written = state;
        } catch (IOException failed) {
            LOG.error("The state cannot be written to '{}': {}", directory.stateFile(), failed.toString());
        }
    }

    /** Writes what waits, and gives the directory free. */
    @Override
    public void close() throws IOException {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.error("The state could not be written to '{}' in time", directory.stateFile());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            directory.close();
        }
    }
}
