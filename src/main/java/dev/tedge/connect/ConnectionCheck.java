package dev.tedge.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.link.client.Conversation;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.client.Event;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends a message through the running gateway to AWS and waits until it comes back (thin-edge.io, {@code
 * tedge/src/cli/connect/aws.rs}). When it does not, the health topics of the gateway tell why.
 */
public final class ConnectionCheck {

    /** How long thin-edge.io waits for AWS's answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The status of a gateway that runs is there at once, retained; this is for one that has just been started. */
    private static final Duration PATIENCE_FOR_GATEWAY = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SessionConfig session;
    private final CheckTopics topics;
    private final Duration patience;
    private final Function<LinkFailure, CheckOutcome> unreachable;

    /**
     * Connects to nothing yet.
     *
     * @param session to the local broker, under a client id that nobody else has
     * @param patience how long one check may take, usually {@link #PATIENCE}
     * @param unreachable what a failure of that session means
     */
    public ConnectionCheck(
            SessionConfig session,
            CheckTopics topics,
            Duration patience,
            Function<LinkFailure, CheckOutcome> unreachable) {
        this.session = Objects.requireNonNull(session, "session");
        this.topics = Objects.requireNonNull(topics, "topics");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.unreachable = Objects.requireNonNull(unreachable, "unreachable");
    }

    /** Checks once. */
    public CheckOutcome run() throws InterruptedException {
        return new Dialogue(true).outcome();
    }

    /** Looks for a running gateway only, for five seconds at most; empty when there is one. */
    public Optional<CheckOutcome> missingGateway() throws InterruptedException {
        CheckOutcome outcome = new Dialogue(false).outcome();
        return outcome instanceof CheckOutcome.Connected ? Optional.empty() : Optional.of(outcome);
    }

    /** One connection to the local broker, and what was learned over it. */
    private final class Dialogue {

        private final boolean toCloud;
        private final Deadline end = Deadline.in(patience);

        private Deadline endForGateway = end;
        private boolean subscribed;
        private boolean gateway;
        private boolean acknowledged;
        private boolean bridgeUp;
        private Optional<String> bridgeDown = Optional.empty();

        /**
         * Nothing is sent yet.
         *
         * @param toCloud whether AWS shall answer; otherwise a running gateway is enough
         */
        Dialogue(boolean toCloud) {
            this.toCloud = toCloud;
        }

        CheckOutcome outcome() throws InterruptedException {
            try (Conversation conversation = Conversation.open(session)) {
                while (true) {
                    Optional<Event> event = conversation.next(gateway ? end : end.or(endForGateway));
                    Optional<CheckOutcome> outcome =
                            event.isPresent() ? after(event.get(), conversation) : Optional.of(outOfTime());
                    if (outcome.isPresent()) {
                        return outcome.get();
                    }
                }
            }
        }

        private Optional<CheckOutcome> after(Event event, Conversation conversation) {
            if (event instanceof Event.Opened) {
                endForGateway = Deadline.in(PATIENCE_FOR_GATEWAY);
                conversation.subscribe(live(topics.answer()), live(topics.bridge()), live(topics.gateway()));
            } else if (event instanceof Event.Subscribed answer) {
                subscribed = true;
                return answer.reasonCodes().stream()
                        .filter(ReasonCodes::isRefusal)
                        .findFirst()
                        .map(this::refused)
                        .or(() -> ask(conversation));
            } else if (event instanceof Event.Acknowledged answer) {
                acknowledged = true;
                return ReasonCodes.isRefusal(answer.reasonCode())
                        ? Optional.of(refused(answer.reasonCode()))
                        : Optional.empty();
            } else if (event instanceof Event.Arrived arrived) {
                conversation.acknowledge(arrived.message());
                return after(arrived, conversation);
            } else if (event instanceof Event.Ended ended) {
                return Optional.of(unreachable.apply(ended.failure()));
            }
            return Optional.empty();
        }

        private Optional<CheckOutcome> after(Event.Arrived arrived, Conversation conversation) {
            String topic = arrived.message().topic();
            if (topic.equals(topics.gateway())) {
                gateway = isUp(status(arrived));
                endForGateway = Deadline.in(PATIENCE_FOR_GATEWAY);
                return gateway && !toCloud ? Optional.of(new CheckOutcome.Connected()) : Optional.empty();
            }
            if (topic.equals(topics.bridge())) {
                return afterBridge(status(arrived), conversation);
            }
            // A retained answer is to a question of former times.
            return toCloud && !arrived.message().retained()
                    ? Optional.of(new CheckOutcome.Connected())
                    : Optional.empty();
        }

        private Optional<CheckOutcome> afterBridge(JsonNode status, Conversation conversation) {
            boolean up = isUp(status);
            if (up) {
                // A connection that comes and goes: why it went is what matters.
                bridgeDown = bridgeUp ? bridgeDown : Optional.empty();
                bridgeUp = true;
                return ask(conversation);
            }
            bridgeDown = Optional.of(status.path("reason").asText("it does not say why; see its log"));
            return Optional.empty();
        }

        private Optional<CheckOutcome> ask(Conversation conversation) {
            if (toCloud) {
                conversation.publish(new OutboundMessage(topics.question(), new byte[0], 1, false));
            }
            return Optional.empty();
        }

        private CheckOutcome outOfTime() {
            if (!subscribed) {
                return new CheckOutcome.NoLocalBroker(
                        "no answer from %s:%d. Check mqtt.client.host and mqtt.client.port, and the log of the broker"
                                .formatted(session.host(), session.port()));
            }
            if (!gateway) {
                return new CheckOutcome.NoGateway(topics.gatewayService());
            }
            if (bridgeDown.isPresent()) {
                return new CheckOutcome.NoCloud(bridgeDown.get());
            }
            return acknowledged
                    ? new CheckOutcome.NoAnswer(topics.cloud())
                    : new CheckOutcome.NotTaken("no acknowledgement within %d s".formatted(patience.toSeconds()));
        }

        private CheckOutcome refused(int reasonCode) {
            return new CheckOutcome.NotTaken(
                    ReasonCodes.words(reasonCode) + ". Check what the local broker allows to its users");
        }
    }

    private static Subscription live(String topic) {
        return new Subscription(topic, 1, false);
    }

    private static boolean isUp(JsonNode status) {
        return status.path("status").asText().equals("up");
    }

    /** Anybody can publish there: what is not JSON says nothing. */
    private static JsonNode status(Event.Arrived arrived) {
        try {
            return JSON.readTree(arrived.message().payload());
        } catch (IOException notJson) {
            return JSON.nullNode();
        }
    }
}
