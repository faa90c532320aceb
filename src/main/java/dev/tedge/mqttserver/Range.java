package dev.tedge.mqttserver;

/**
 * The check of numbers. In a class of its own: were it a method of {@link MqttServerLimits}, whoever used a nested record
 * first would begin the outer class, whose defaults need the nested ones, before those are there.
 */
final class Range {

    private Range() {}

    /** @throws IllegalArgumentException when the value is outside of the bounds; the message names it and them */
    static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", but is " + value);
        }
    }
}
