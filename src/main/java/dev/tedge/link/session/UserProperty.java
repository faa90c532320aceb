package dev.tedge.link.session;

import java.util.Objects;

/**
 * A name and a value that a publisher gives a message (MQTT 5, section 3.3.2.3.7). A message may have several of one name.
 *
 * @param name may be empty
 * @param value may be empty
 */
public record UserProperty(String name, String value) {

    public UserProperty {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    /** The name only: values are the customer's and stay out of logs. */
    @Override
    public String toString() {
        return name;
    }
}
