package dev.tedge.simulator.shadow;

import dev.tedge.mqttserver.Payload;
import java.util.Objects;
import java.util.Optional;

/** What the device shadow service says to a request. */
public sealed interface ShadowOutcome {

    /**
     * Done.
     *
     * @param answer JSON of the topic {@code accepted}, and the body of an HTTP response
     * @param delta JSON of the topic {@code update/delta}; of an update that leaves desired values which are not
     *     reported
     * @param documents JSON of the topic {@code update/documents}; of each update
     */
    record Accepted(Payload answer, Optional<Payload> delta, Optional<Payload> documents) implements ShadowOutcome {
        public Accepted {
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(delta, "delta");
            Objects.requireNonNull(documents, "documents");
        }
    }

    /**
     * Not done; the shadow is as it was.
     *
     * @param code as of HTTP, such as 409
     * @param message as AWS words it
     * @param clientToken of the request, if it could be read
     */
    record Rejected(int code, String message, Optional<String> clientToken) implements ShadowOutcome {
        public Rejected {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(clientToken, "clientToken");
        }
    }
}
