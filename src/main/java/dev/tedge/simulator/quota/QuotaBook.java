package dev.tedge.simulator.quota;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps count of every connection and client id. For one thread.
 *
 * @param <C> what stands for a connection; equal only to itself
 */
public final class QuotaBook<C> {

    private final Quotas quotas;
    private final LongSupplier nanos;
    private final Map<C, Account> accounts = new HashMap<>();
    private final RatePerName connects;

    /** What a connection has left. */
    private record Account(RateLimit publishes, RateLimit bytes, RateLimit stored) {}

    /**
     * Nobody is connected yet.
     *
     * @param nanos a clock in nanoseconds as {@link System#nanoTime()}
     */
    public QuotaBook(Quotas quotas, LongSupplier nanos) {
        this.quotas = quotas;
        this.nanos = nanos;
        this.connects = new RatePerName(quotas.connectsPerSecond(), nanos);
    }

    /** Counts a CONNECT; false when it is one too many. */
    public boolean connect(String clientId) {
        return connects.take(clientId);
    }

    /** A connection begins. */
    public void open(C connection) {
        accounts.put(
                connection,
                new Account(
                        new RateLimit(quotas.publishesPerSecond(), nanos),
                        new RateLimit(quotas.bytesPerSecond(), nanos),
                        new RateLimit(quotas.storedPerSecond(), nanos)));
    }

    /** A connection has ended. */
    public void close(C connection) {
        accounts.remove(connection);
    }

    /** Counts a message in either direction; false when it is one too many. Of an ended connection none is. */
    public boolean publish(C connection) {
        Account account = accounts.get(connection);
        return account == null || account.publishes().take();
    }

    /** Counts a message that has waited for the client of this connection; says how long the next one has to wait. */
    public Duration stored(C connection) {
        Account account = accounts.get(connection);
        return account == null ? Duration.ZERO : account.stored().takeAndWait();
    }

    /** Counts bytes in either direction; says for how long there must be no more. */
    public Duration transfer(C connection, long bytes) {
        Account account = accounts.get(connection);
        return account == null ? Duration.ZERO : account.bytes().spend(bytes);
    }
}
