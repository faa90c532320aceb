package dev.tedge.mapping;

import org.apache.camel.Processor;

/** A step of routes that ends the route for some topics, and says beforehand for which. */
public interface Gate extends Processor {

    /** Whether messages on this topic, or some of those that a filter matches, go on. */
    boolean passes(String filter);
}
