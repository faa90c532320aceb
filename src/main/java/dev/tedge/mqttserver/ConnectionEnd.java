package dev.tedge.mqttserver;

import java.util.Objects;

/** How the connection of an accepted client has ended. */
public sealed interface ConnectionEnd {

    /** One line for people. */
    String reason();

    /**
     * The client has sent DISCONNECT.
     *
     * @param reasonCode as it came; 0 from a 3.1.1 client
     */
    record ByClient(int reasonCode, String reason) implements ConnectionEnd {
        public ByClient {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The server, or a hook of it, has ended the connection.
     *
     * @param reasonCode that an MQTT 5 client is told, if it is told anything
     */
    record ByServer(int reasonCode, String reason) implements ConnectionEnd {
        public ByServer {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The network connection is gone, without a word from either side. */
    record Lost(String reason) implements ConnectionEnd {
        public Lost {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
