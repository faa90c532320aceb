package dev.tedge.cli.demo;

import java.util.Objects;

/**
 * One message of the story.
 *
 * @param from where it is published; {@link Place#CLOUD} when it is there already and goes on by itself
 * @param message what is published
 * @param retain whether the broker is asked to keep it
 * @param arrival the topic that it must have on the other side
 */
record Step(Place from, MessageLine message, boolean retain, String arrival) {

    Step {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(arrival, "arrival");
    }

    /** From the device to the cloud. */
    static Step up(String topic, String payload, String arrival) {
        return new Step(Place.DEVICE, new MessageLine(topic, payload), false, arrival);
    }

    /** From the cloud to the device. */
    static Step down(String topic, String payload, String arrival) {
        return new Step(Place.FROM_CLOUD, new MessageLine(topic, payload), false, arrival);
    }

    /** On from the cloud to the device, where the cloud sends back what it gets. */
    static Step back(String topic, String payload, String arrival) {
        return new Step(Place.CLOUD, new MessageLine(topic, payload), false, arrival);
    }

    /** The same, retained. */
    Step retained() {
        return new Step(from, message, true, arrival);
    }

    /** Whether a sighting is the arrival of this message: same content, but for a time that the mapping may add. */
    boolean isArrival(Sighting seen) {
        String payload = message.payload();
        String got = seen.message().payload();
        boolean withTime = payload.endsWith("}") && got.startsWith(payload.substring(0, payload.length() - 1) + ",");
        boolean otherSide = from == Place.DEVICE ? seen.place() == Place.CLOUD : seen.place() == Place.DEVICE;
        return otherSide && seen.topic().equals(arrival) && (got.equals(payload) || withTime);
    }
}
