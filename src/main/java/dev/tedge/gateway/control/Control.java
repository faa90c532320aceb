package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Answers what people ask of a gateway, whether it runs or not. */
@FunctionalInterface
public interface Control {

    /**
     * Does what is asked.
     *
     * @param entries is given the parts of a list, in order, before this returns
     * @return what closes the answer, as {@link ControlRequest.Ask} says
     * @throws ControlException when it can't be done; the message is for people
     * @throws IOException when the connection fails, or what {@code entries} throws
     */
    ObjectNode ask(ControlRequest request, Entries entries) throws IOException;

    /** Takes the parts of a list. */
    @FunctionalInterface
    interface Entries {

        /** For answers that have no list. */
        Entries NONE = entry -> {};

        /** Takes the next one. */
        void accept(ObjectNode entry) throws IOException;
    }
}
