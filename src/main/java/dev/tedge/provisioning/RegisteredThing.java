package dev.tedge.provisioning;

import java.util.Objects;
import java.util.Optional;

/**
 * What a template has made of a device.
 *
 * @param thingName the thing that the certificate belongs to; empty when the template makes none
 * @param deviceConfiguration a JSON object, on one line, of the template's making; empty when there is nothing in it
 */
public record RegisteredThing(Optional<String> thingName, Optional<String> deviceConfiguration) {

    public RegisteredThing {
        Objects.requireNonNull(thingName, "thingName");
        Objects.requireNonNull(deviceConfiguration, "deviceConfiguration");
    }

    /** Without the configuration, which is the customer's. */
    @Override
    public String toString() {
        return "RegisteredThing" + thingName;
    }
}
