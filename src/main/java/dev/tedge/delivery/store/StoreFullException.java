package dev.tedge.delivery.store;

/** There is no room on the disk. Nothing was written; it can be tried again when there is room. */
public final class StoreFullException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which directory, on one line
     * @param cause what the library says
     */
    public StoreFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
