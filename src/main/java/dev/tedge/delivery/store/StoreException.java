package dev.tedge.delivery.store;

import org.jspecify.annotations.Nullable;

/**
 * The store can't be opened or used any more: it is damaged, or its directory can't be written. A person has to look.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which file, what is wrong, and what to do, on one line
     * @param cause what the library says, if it was the library that noticed
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
