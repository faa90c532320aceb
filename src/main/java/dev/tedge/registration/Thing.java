package dev.tedge.registration;

import java.util.Objects;

/**
 * A thing in AWS's registry.
 *
 * @param arn its full name, which tells region and account
 * @param note how it came to be there, for people
 */
public record Thing(String arn, String note) {

    private static final int REGION = 3;
    private static final int ACCOUNT = 4;

    public Thing {
        Objects.requireNonNull(arn, "arn");
        Objects.requireNonNull(note, "note");
    }

    /** The region that it is registered in. */
    public String region() {
        return part(REGION);
    }

    /** The account that it is registered in. */
    public String account() {
        return part(ACCOUNT);
    }

    private String part(int number) {
        String[] parts = arn.split(":", -1);
        return parts.length > number ? parts[number] : "";
    }
}
