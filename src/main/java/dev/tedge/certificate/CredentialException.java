package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key or certificate can't be read, written or used; the message names the file, the reason and the remedy. */
public final class CredentialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CredentialException(String message) {
        super(message);
    }

    public CredentialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Why the file system refuses something, without the path, which the messages of the JDK consist of. */
    static String reason(IOException refused) {
        if (refused instanceof DirectoryNotEmptyException) {
            return "It is a directory that is not empty";
        }
        String reason = refused instanceof FileSystemException detailed ? detailed.getReason() : refused.getMessage();
        return Objects.requireNonNullElseGet(reason, () -> refused.getClass().getSimpleName());
    }
}
