package dev.tedge.simulator.http;

import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyAction;
import dev.tedge.simulator.policy.PolicyDecision;

/** Who sends a request. */
sealed interface Caller {

    /**
     * A device with a registered certificate: its policy holds.
     *
     * @param thing the name in its certificate
     */
    record Device(String thing, ConnectionPolicy policy) implements Caller {}

    /** The cloud's side, with a request as the AWS SDKs sign it. Everything of the data plane is allowed. */
    record Cloud() implements Caller {}

    /** Who knows the control token, such as the command line. Everything is allowed. */
    record Control() implements Caller {}

    /** The name for messages and logs. */
    default String name() {
        return this instanceof Device device ? device.thing() : "cloud";
    }

    /** @throws HttpError 403 if the policy does not allow it */
    default void check(PolicyAction action, String name) throws HttpError {
        if (this instanceof Device device && device.policy().decide(action, name) instanceof PolicyDecision.Denied no) {
            throw HttpError.forbidden(no.reason());
        }
    }

    /** @throws HttpError 403 if a device asks for what is for the cloud's side */
    default void checkIsCloud() throws HttpError {
        if (this instanceof Device) {
            throw HttpError.forbidden("This is not for devices");
        }
    }
}
