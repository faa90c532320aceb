package dev.tedge.delivery.store;

import java.nio.file.Path;

/**
 * A process that appends groups of messages, and removes older ones, until it is killed; it prints what has been done.
 */
final class TestingAppender {

    static final int GROUP = 20;
    static final int KEPT_GROUPS = 10;

    private TestingAppender() {}

    /** Prints the last sequence of each group that is stored, and of each that was removed, with a minus. */
    public static void main(String[] args) {
        try (MessageStore store = MessageStore.open(Path.of(args[0]))) {
            long last = store.lastSequence();
            while (true) {
                store.append(TestingMessages.messages(Priority.LOW, last + 1, last + GROUP));
                last += GROUP;
                System.out.println(last);
                long old = last - KEPT_GROUPS * GROUP;
                if (old > 0) {
                    // Two groups: a kill may have come between adding and removing.
                    store.remove(TestingMessages.messages(Priority.LOW, Math.max(1, old - 2 * GROUP + 1), old));
                    System.out.println(-old);
                }
            }
        }
    }
}
