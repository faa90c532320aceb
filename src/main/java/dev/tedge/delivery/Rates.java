package dev.tedge.delivery;

/**
 * How much goes to AWS, over the last seconds.
 *
 * @param publishesPerSecond messages
 * @param bytesPerSecond payloads and topics
 * @param publishHeadroom the part of the permitted messages that is unused, 0 to 1; 1 where there is no limit
 * @param byteHeadroom the part of the permitted bytes that is unused, 0 to 1; 1 where there is no limit
 */
public record Rates(double publishesPerSecond, double bytesPerSecond, double publishHeadroom, double byteHeadroom) {

    /** Nothing goes. */
    public static final Rates NONE = new Rates(0, 0, 1, 1);
}
