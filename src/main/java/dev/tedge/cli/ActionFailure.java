package dev.tedge.cli;

/** Why a command ended with exit code 1: a headline, and the cause with the details. */
final class ActionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ActionFailure(String headline, Throwable cause) {
        super(headline, cause);
    }
}
