package dev.tedge.registration;

import java.util.Objects;

/**
 * A certificate in AWS's registry.
 *
 * @param arn its full name
 * @param note how it came to be there, for people
 */
public record Certificate(String arn, String note) {

    public Certificate {
        Objects.requireNonNull(arn, "arn");
        Objects.requireNonNull(note, "note");
    }
}
