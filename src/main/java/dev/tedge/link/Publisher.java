package dev.tedge.link;

import dev.tedge.link.session.OutboundMessage;

/** Takes messages for a broker. */
public interface Publisher {

    /** Hears what became of a message. Exactly one of the methods is called, once, on any thread, perhaps before
     * {@link Publisher#publish} returns; it must not block. */
    interface Callback {

        /** The broker has it: PUBACK with a code below 0x80, or written to the network with QoS 0. */
        void delivered();

        /**
         * @param failure {@link PublishRefusedException} when the message will never be taken as it is,
         *     {@link LinkUnavailableException} when it was not tried and whoever holds it has to keep it
         */
        void failed(Exception failure);
    }

    /** Takes a message, without blocking. Messages leave in the order in which they were given. */
    void publish(OutboundMessage message, Callback callback);

    /** Somebody has mended the cause of refusals: what is refused without being sent, because of an earlier one, is to be sent. */
    default void forgetRefusals() {}
}
