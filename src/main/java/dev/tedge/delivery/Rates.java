package dev.tedge.delivery;

/**
 * What goes over the connection to AWS, over the last seconds and in both directions together, as AWS counts it.
 *
 * @param publishesPerSecond messages
 * @param bytesPerSecond their topics and payloads
 * @param publishHeadroom the unused part of the pacer's limit, from 0 to 1; 1 when there is no limit
 * @param byteHeadroom likewise for bytes
 */
public record Rates(double publishesPerSecond, double bytesPerSecond, double publishHeadroom, double byteHeadroom) {

    /** Nothing goes. */
    public static final Rates NONE = new Rates(0, 0, 1, 1);
}
