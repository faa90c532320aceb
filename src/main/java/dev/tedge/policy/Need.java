package dev.tedge.policy;

import java.util.Objects;

/**
 * Something that has to be allowed.
 *
 * @param route who needs it
 * @param action what is done
 * @param name on what: a client id, a topic filter, or a topic in which {@code *} stands for any characters
 */
public record Need(String route, IotAction action, String name) {

    public Need {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(name, "name");
    }

    /** As a resource is written, without region and account. */
    public String resource() {
        return action.resourceType() + "/" + name;
    }
}
