package dev.tedge.message;

/**
 * A text is not the topic, filter or entity that it should be. The message names the field, shows the value and, where
 * one character is to blame, its index; it is one line and can be shown to users as it is.
 */
public final class InvalidTopicException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidTopicException(String message) {
        super(message);
    }
}
