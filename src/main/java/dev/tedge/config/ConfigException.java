package dev.tedge.config;

/**
 * The configuration can't be read, written or used as it is; the message names the file or key, the reason and the
 * remedy.
 */
public class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
