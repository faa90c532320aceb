package dev.tedge.link;

import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Takes messages for a broker. */
public interface Publisher {

    /** Hears what became of a message. Exactly one of the methods is called, once, on any thread, perhaps before
     * {@link Publisher#publish} returns; it must not block. */
    interface Callback {

        /** The broker has it: PUBACK with a code below 0x80, or written to the network with QoS 0. */
        void delivered();

        /**
         * @param failure {@link PublishRefusedException} when the message will never be taken as it is,
         *     {@link LinkUnavailableException} when whoever holds it has to keep it: it was not tried, or nobody knows
         *     whether the broker has it,
         *     {@link MessageExpiredException} when it is of no use any more
         */
        void failed(Exception failure);
    }

    /** Takes a message, without blocking. Messages leave in the order in which they were given. */
    void publish(OutboundMessage message, Callback callback);

    /** Publishes a line of text that nobody waits for, with QoS 1, not retained. That it could not be is logged at DEBUG. */
    default void tell(String topic, String line) {
        publish(new OutboundMessage(topic, line.getBytes(StandardCharsets.UTF_8), 1, false), new Callback() {
            @Override
            public void delivered() {
                // Said.
            }

            @Override
            public void failed(Exception failure) {
                LoggerFactory.getLogger(Publisher.class).debug("Not told on '{}'", topic, failure);
            }
        });
    }

    /** Somebody has mended the cause of refusals: what is refused without being sent, because of an earlier one, is to be sent. */
    default void forgetRefusals() {}
}
