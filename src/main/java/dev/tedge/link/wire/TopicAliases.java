package dev.tedge.link.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers that stand for topics in a connection, so that a topic is sent once (MQTT 5, section 3.3.2.3.4). The first topics get
 * them: what changes all the time would be sent again each time anyway. For one thread.
 */
final class TopicAliases {

    /** How many bytes the property is in a packet. */
    static final int PROPERTY_SIZE = 3;

    private static final int PROPERTY = 0x23;

    private final Map<String, Use> known = new HashMap<>();
    private final int maximum;

    /** @param maximum how many the broker takes; 0 for none */
    TopicAliases(int maximum) {
        this.maximum = maximum;
    }

    /** What a packet to that topic says of it. The next one counts on it. */
    Use use(String topic) {
        if (maximum == 0) {
            return Use.NONE;
        }
        Use alias = known.get(topic);
        if (alias != null) {
            return alias;
        }
        if (known.size() == maximum) {
            return Use.NONE;
        }
        int number = known.size() + 1;
        known.put(topic, new Use(number, true));
        return new Use(number, false);
    }

    /**
     * @param number the alias, 0 for none
     * @param isKnown whether it stands for the topic already
     */
    record Use(int number, boolean isKnown) {

        private static final Use NONE = new Use(0, false);

        boolean isThere() {
            return number > 0;
        }

        void writeTo(PacketOutput out) throws IOException {
            if (isThere()) {
                out.put(PROPERTY);
                out.putShort(number);
            }
        }
    }
}
