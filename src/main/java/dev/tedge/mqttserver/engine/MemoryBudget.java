package dev.tedge.mqttserver.engine;

/** The bytes that all queues, unacknowledged messages and retained messages of a server may take together. */
final class MemoryBudget {

    private final long most;
    private long used;

    MemoryBudget(long most) {
        this.most = most;
    }

    /** False, and nothing is taken, when there are not so many bytes left. */
    boolean take(long bytes) {
        if (bytes > most - used) {
            return false;
        }
        used += bytes;
        return true;
    }

    /** Gives back what was taken. */
    void release(long bytes) {
        used -= bytes;
    }
}
