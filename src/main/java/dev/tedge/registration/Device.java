package dev.tedge.registration;

import java.util.Objects;
import java.util.Optional;

/**
 * The device that is registered.
 *
 * @param thingName its name in AWS
 * @param thingType an existing thing type; empty for none
 * @param certificate in PEM
 * @param policyName the policy that is made, or used when it exists
 */
public record Device(String thingName, Optional<String> thingType, String certificate, String policyName) {

    public Device {
        Objects.requireNonNull(thingName, "thingName");
        Objects.requireNonNull(thingType, "thingType");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(policyName, "policyName");
    }
}
