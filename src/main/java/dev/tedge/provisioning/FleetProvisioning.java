package dev.tedge.provisioning;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.link.client.Conversation;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.client.Event;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import dev.tedge.provisioning.ProvisioningException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connection with a claim certificate, over which a device is provisioned: {@link #create} gives it a certificate, {@link
 * #register} makes that its own (AWS IoT developer guide, "Provisioning devices that don't have device certificates using
 * fleet provisioning"). For one thread, which waits.
 */
public final class FleetProvisioning implements AutoCloseable {

    /** TCP, TLS and the answers of AWS; a hook may take five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TemplateName template;
    private final Function<LinkFailure, String> remedies;
    private final Conversation conversation;

    private FleetProvisioning(
            TemplateName template, Function<LinkFailure, String> remedies, Conversation conversation) {
        this.template = template;
        this.remedies = remedies;
        this.conversation = conversation;
    }

    /**
     * Connects, and asks for the answers. The caller closes it.
     *
     * @param session with the claim certificate, under a client id that nobody else has
     * @param remedies what to do when the connection fails, a sentence
     */
    public static FleetProvisioning open(
            SessionConfig session, TemplateName template, Function<LinkFailure, String> remedies)
            throws ProvisioningException, InterruptedException {
        FleetProvisioning opened = new FleetProvisioning(template, remedies, Conversation.open(session));
        try {
            opened.begin();
            return opened;
        } catch (ProvisioningException | InterruptedException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    private void begin() throws ProvisioningException, InterruptedException {
        Deadline end = Deadline.in(PATIENCE);
        if (!(next(end, "to connect") instanceof Event.Opened)) {
            throw new IllegalStateException("A conversation begins with its opening");
        }
        conversation.subscribe(template.answers().stream()
                .map(topic -> new Subscription(topic, 1))
                .toArray(Subscription[]::new));
        Event event = next(end, "to subscribe");
        while (!(event instanceof Event.Subscribed)) {
            event = next(end, "to subscribe");
        }
        for (int code : ((Event.Subscribed) event).reasonCodes()) {
            requireAllowed(code, "to subscribe to its answers");
        }
    }

    /**
     * Asks for a certificate.
     *
     * @param request PKCS#10, in PEM
     */
    public IssuedCertificate create(String request) throws ProvisioningException, InterruptedException {
        JsonNode answer = ask(template.creation(), JSON.createObjectNode().put("certificateSigningRequest", request));
        return new IssuedCertificate(
                text(answer, "certificateId"),
                text(answer, "certificatePem"),
                text(answer, "certificateOwnershipToken"));
    }

    /**
     * Has a certificate registered, and a thing made for it.
     *
     * @param token of the certificate; good once
     * @param parameters of the template
     */
    public RegisteredThing register(String token, Map<String, String> parameters)
            throws ProvisioningException, InterruptedException {
        ObjectNode question = JSON.createObjectNode().put("certificateOwnershipToken", token);
        parameters.forEach(question.putObject("parameters")::put);
        JsonNode answer = ask(template.registration(), question);
        JsonNode configuration = answer.path("deviceConfiguration");
        return new RegisteredThing(
                Optional.of(answer.path("thingName").asText()).filter(name -> !name.isEmpty()),
                Optional.of(configuration).filter(given -> !given.isEmpty()).map(JsonNode::toString));
    }

    private JsonNode ask(String topic, ObjectNode question) throws ProvisioningException, InterruptedException {
        Deadline end = Deadline.in(PATIENCE);
        conversation.publish(
                new OutboundMessage(topic, question.toString().getBytes(StandardCharsets.UTF_8), 1, false));
        while (true) {
            Event event = next(end, "to answer on " + topic);
            if (event instanceof Event.Acknowledged answer) {
                requireAllowed(answer.reasonCode(), "to publish to " + topic);
            } else if (event instanceof Event.Arrived arrived) {
                InboundMessage message = arrived.message();
                conversation.acknowledge(message);
                if (message.topic().equals(TemplateName.accepted(topic))) {
                    return json(message);
                }
                if (message.topic().equals(TemplateName.rejected(topic))) {
                    throw Rejection.of(json(message)).exception(template);
                }
            }
        }
    }

    private Event next(Deadline end, String what) throws ProvisioningException, InterruptedException {
        Event event = conversation
                .next(end)
                .orElseThrow(() -> new ProvisioningException(
                        Reason.CLOUD,
                        "AWS takes more than %d s %s. Run the command again: it goes on where it has stopped"
                                .formatted(PATIENCE.toSeconds(), what)));
        if (event instanceof Event.Ended ended) {
            LinkFailure failure = ended.failure();
            throw new ProvisioningException(Reason.CONNECTION, failure.followedBy(remedies.apply(failure)));
        }
        return event;
    }

    private void requireAllowed(int code, String what) throws ProvisioningException {
        if (!ReasonCodes.isRefusal(code)) {
            return;
        }
        Reason reason =
                switch (code) {
                    case ReasonCodes.NOT_AUTHORIZED -> Reason.POLICY;
                    case ReasonCodes.QUOTA_EXCEEDED -> Reason.THROTTLED;
                    default -> Reason.CLOUD;
                };
        throw new ProvisioningException(
                reason,
                ("AWS does not allow the claim certificate %s: %s. Check its policy (`tedge aws policy --claim --template"
                                + " %s` prints one)")
                        .formatted(what, ReasonCodes.words(code), template));
    }

    private static String text(JsonNode answer, String field) throws ProvisioningException {
        if (!answer.path(field).isTextual()) {
            throw new ProvisioningException(Reason.ANSWER, "AWS's answer has no '%s'".formatted(field));
        }
        return answer.path(field).textValue();
    }

    /** What is wrong with it is not told: it may hold a secret. */
    private static JsonNode json(InboundMessage message) throws ProvisioningException {
        try {
            return JSON.readTree(message.payload());
        } catch (JacksonException broken) {
            throw new ProvisioningException(Reason.ANSWER, "AWS's answer on %s is not JSON".formatted(message.topic()));
        } catch (IOException impossible) {
            throw new ProvisioningException(Reason.ANSWER, "AWS's answer can't be read");
        }
    }

    @Override
    public void close() {
        conversation.close();
    }
}
