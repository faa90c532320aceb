package dev.tedge.registration;

/** A step of the registration failed. The message says why, and what to do; it is meant for people and complete. */
public final class RegistrationException extends Exception {

    private static final long serialVersionUID = 1L;

    RegistrationException(String message) {
        super(message);
    }
}
