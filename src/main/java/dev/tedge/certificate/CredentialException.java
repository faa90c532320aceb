package dev.tedge.certificate;

/** A key or certificate can't be read, written or used; the message names the file, the reason and the remedy. */
public final class CredentialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CredentialException(String message) {
        super(message);
    }

    public CredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
