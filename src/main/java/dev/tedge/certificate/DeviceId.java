package dev.tedge.certificate;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of a device, as it stands in the common name of its certificate. The rules are thin-edge.io's ({@code
 * certificate/src/device_id.rs}).
 *
 * @param value letters, digits and {@code ' = ( ) , - . ? % * _ ! @}, 1 to 64 bytes
 */
public record DeviceId(String value) {

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9'=(),\\-.?%*_!@]*");
    private static final Pattern THING_NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
    private static final int MOST_BYTES = 64;

    public DeviceId {
        if (value.isEmpty()) {
            throw refused("The empty string cannot be used as a name");
        }
        if (!ACCEPTED.matcher(value).matches()) {
            throw refused(("The string '\"%s\"' contains characters which cannot be used in a name "
                            + "[use only A-Z, a-z, 0-9, ' = ( ) , - . ? %% * _ ! @]")
                    .formatted(value));
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw refused("The string '\"%s\"' is more than 64 characters long and cannot be used as a name"
                    .formatted(value));
        }
    }

    /** Whether AWS IoT accepts it as the name of a thing (API reference, CreateThing, {@code thingName}). */
    public boolean isThingName() {
        return THING_NAME.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }

    private static CredentialException refused(String reason) {
        return new CredentialException("DeviceID Error", new IllegalArgumentException(reason));
    }
}
