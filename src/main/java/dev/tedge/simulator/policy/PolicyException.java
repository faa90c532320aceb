package dev.tedge.simulator.policy;

/** A policy document that AWS IoT Core, or the simulator, would not take. The message names the place and the remedy. */
public final class PolicyException extends RuntimeException {

    PolicyException(String message) {
        super(message);
    }

    PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
