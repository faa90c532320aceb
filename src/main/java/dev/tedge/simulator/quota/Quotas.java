package dev.tedge.simulator.quota;

/**
 * How much AWS IoT Core takes in a second, and at a time. AWS does not say over which span it counts: here each rate is a bucket that
 * holds what one second allows and fills up steadily, so that a burst of one second's worth passes after a pause.
 * Source: AWS General Reference, "AWS IoT Core endpoints and quotas", message broker, protocols and Device
 * Shadow service.
 *
 * @param publishesPerSecond messages from and to one connection together; the excess is discarded
 * @param bytesPerSecond bytes of packets from and messages to one connection together; the excess is delayed
 * @param connectsPerSecond CONNECT packets of one client id; the excess is refused
 * @param storedPerSecond messages that a session has kept while its client was away, to this client; the excess, and
 *     what comes meanwhile, is delayed, so that the order stays. AWS says nothing of new messages, which may overtake
 * @param shadowRequestsPerSecond requests for the shadows of one thing; the excess is rejected
 * @param shadowRequestsInFlight requests for the shadows of one thing on one connection that are not answered yet; the
 *     excess is rejected
 */
public record Quotas(
        int publishesPerSecond,
        int bytesPerSecond,
        int connectsPerSecond,
        int storedPerSecond,
        int shadowRequestsPerSecond,
        int shadowRequestsInFlight) {

    /** A rate that nobody reaches: the highest that can be given. */
    public static final int UNLIMITED = 1_000_000_000;

    /**
     * What AWS documents as its defaults: 100 messages, 512 KiB, 1 connect, 10 stored messages, 20 shadow requests of which
     * 10 are in flight.
     */
    public static final Quotas AWS = new Quotas(100, 512 * 1024, 1, 10, 20, 10);

    /** No limit of any rate. */
    public static final Quotas NONE = new Quotas(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    public Quotas {
        check("publishesPerSecond", publishesPerSecond);
        check("bytesPerSecond", bytesPerSecond);
        check("connectsPerSecond", connectsPerSecond);
        check("storedPerSecond", storedPerSecond);
        check("shadowRequestsPerSecond", shadowRequestsPerSecond);
        check("shadowRequestsInFlight", shadowRequestsInFlight);
    }

    private static void check(String name, int value) {
        if (value < 1 || value > UNLIMITED) {
            throw new IllegalArgumentException(name + " must be 1 to " + UNLIMITED + ", but is " + value);
        }
    }

    /** The same with another rate of messages. */
    public Quotas withPublishesPerSecond(int rate) {
        return new Quotas(
                rate,
                bytesPerSecond,
                connectsPerSecond,
                storedPerSecond,
                shadowRequestsPerSecond,
                shadowRequestsInFlight);
    }

    /** The same with another rate of bytes. */
    public Quotas withBytesPerSecond(int rate) {
        return new Quotas(
                publishesPerSecond,
                rate,
                connectsPerSecond,
                storedPerSecond,
                shadowRequestsPerSecond,
                shadowRequestsInFlight);
    }

    /** The same with another rate of CONNECT packets. */
    public Quotas withConnectsPerSecond(int rate) {
        return new Quotas(
                publishesPerSecond,
                bytesPerSecond,
                rate,
                storedPerSecond,
                shadowRequestsPerSecond,
                shadowRequestsInFlight);
    }

    /** The same with another rate of stored messages. */
    public Quotas withStoredPerSecond(int rate) {
        return new Quotas(
                publishesPerSecond,
                bytesPerSecond,
                connectsPerSecond,
                rate,
                shadowRequestsPerSecond,
                shadowRequestsInFlight);
    }

    /** The same with another rate of shadow requests. */
    public Quotas withShadowRequestsPerSecond(int rate) {
        return new Quotas(
                publishesPerSecond, bytesPerSecond, connectsPerSecond, storedPerSecond, rate, shadowRequestsInFlight);
    }

    /** The same with another number of shadow requests in flight. */
    public Quotas withShadowRequestsInFlight(int most) {
        return new Quotas(
                publishesPerSecond, bytesPerSecond, connectsPerSecond, storedPerSecond, shadowRequestsPerSecond, most);
    }
}
