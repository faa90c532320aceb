package dev.tedge.mapping;

import java.util.List;
import org.apache.camel.Processor;

/**
 * A step of routes that says beforehand which topics it addresses messages to. By that the routes can be looked at without
 * a message: for the device policy, and for people.
 */
public interface Addressing extends Processor {

    /**
     * Where messages that come in through a filter go.
     *
     * @param filter a topic, or a filter with {@code +} and {@code #}
     * @return topics, or filters that all of them match; empty when the step takes none of these messages
     */
    List<String> topics(String filter);

    /** Whether what is addressed can be retained on the other side. */
    boolean retains();
}
