package dev.tedge.gateway.reload;

import java.util.List;
import java.util.Optional;

/** Files that can't be put in force; what was before is in force again. */
final class SwapException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean postponed;

    /** @param postponed whether to try it again, since what was before could not be restored either */
    SwapException(Throwable cause, boolean postponed) {
        super(cause);
        this.postponed = postponed;
    }

    SwapException(List<String> queued) {
        super("messages are still queued before the route '%s': it is changed when it is done with them"
                .formatted(queued.get(0)));
        this.postponed = true;
    }

    /** Whether the same is to be tried again. */
    boolean isPostponed() {
        return postponed;
    }

    /** On one line. */
    String reason() {
        Throwable cause = this;
        for (Throwable next = getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return Optional.ofNullable(cause.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElseGet(cause::toString);
    }
}
