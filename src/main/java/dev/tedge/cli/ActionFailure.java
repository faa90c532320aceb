package dev.tedge.cli;

/** Why a command failed: a headline, and the cause with the details. */
final class ActionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** The usual failure, exit code 1. */
    ActionFailure(String headline, Throwable cause) {
        this(headline, cause, TedgeCommand.FAILED);
    }

    private ActionFailure(String headline, Throwable cause, int exitCode) {
        super(headline, cause);
        this.exitCode = exitCode;
    }

    /** The same with another exit code. */
    ActionFailure endingWith(int otherExitCode) {
        return new ActionFailure(String.valueOf(getMessage()), getCause() == null ? this : getCause(), otherExitCode);
    }

    int exitCode() {
        return exitCode;
    }
}
