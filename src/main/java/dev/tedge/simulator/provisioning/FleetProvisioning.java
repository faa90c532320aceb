package dev.tedge.simulator.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.service.Cloud;
import dev.tedge.simulator.service.CloudService;
import dev.tedge.simulator.service.DeviceMessage;
import dev.tedge.simulator.service.ExactJson;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fleet provisioning: CreateCertificateFromCsr, CreateKeysAndCertificate and RegisterThing, in JSON. Requests in CBOR
 * are rejected, in JSON.
 *
 * <p>Answers go to the client that has asked if it has subscribed to them, and to nobody else: they hold secrets. A
 * certificate that is not attached to a thing before its token ends is forgotten (AWS IoT Developer Guide, "Device
 * provisioning MQTT API"). Tokens do not outlast the simulator, nor do certificates that wait for theirs. AWS limits
 * requests in a second; here at most {@value #MOST_UNCLAIMED} certificates may wait at a time, and {@value
 * #MOST_OF_ONE_CLAIM} of those that were asked for with the same certificate, so that no device locks out the others.
 */
public final class FleetProvisioning implements CloudService {

    static final int MOST_UNCLAIMED = 1000;

    static final int MOST_OF_ONE_CLAIM = 100;

    private static final String UNCLAIMED = "unclaimed";

    private static final Pattern TOPIC = Pattern.compile(
            "\\$aws/(?:certificates/(create|create-from-csr)|provisioning-templates/([^/]+)/provision)/([^/]+)");

    private final Cloud cloud;
    private final Registry registry;
    private final Map<String, ProvisioningTemplate> templates;
    private final Enrolment enrolment;
    private final Executor keyMaker;
    private final DeviceAuthority authority = new DeviceAuthority();
    private final OwnershipTokens tokens = new OwnershipTokens();

    /** The owners of keys that are being made. */
    private final List<String> keysUnderWay = new ArrayList<>();

    /** @param keyMaker makes keys, for which the event loop has no time; it may refuse */
    public FleetProvisioning(Cloud cloud, Registry registry, ProvisioningSettings settings, Executor keyMaker) {
        this.cloud = cloud;
        this.registry = registry;
        this.templates = settings.templates();
        this.enrolment = new Enrolment(registry, settings.policies());
        this.keyMaker = keyMaker;
    }

    @Override
    public String name() {
        return "provisioning";
    }

    @Override
    public void published(DeviceMessage message) {
        Matcher topic = TOPIC.matcher(message.topic());
        if (!topic.matches()) {
            return;
        }
        try {
            if (!topic.group(3).equals("json")) {
                throw new ProvisioningRejection(
                        400,
                        "UnsupportedPayloadFormat",
                        "The simulator provisions in JSON only, but the topic asks for '" + topic.group(3) + "'");
            }
            answer(message, topic);
        } catch (ProvisioningRejection rejection) {
            reject(message, rejection);
        }
    }

    private void answer(DeviceMessage message, Matcher topic) throws ProvisioningRejection {
        JsonNode request = parse(message.payload());
        forgetUnclaimed();
        if (topic.group(2) != null) {
            reply(message, "/accepted", registerThing(message, topic.group(2), request));
            return;
        }
        checkRoom(OwnershipTokens.owner(message.device()));
        if (topic.group(1).equals("create")) {
            createKeys(message);
        } else {
            String csr = text(request, "certificateSigningRequest");
            X509Certificate certificate = authority.issue(csr, cloud.now());
            reply(message, "/accepted", created(message, certificate, Optional.empty()));
        }
    }

    private void checkRoom(String owner) throws ProvisioningRejection {
        if (tokens.unclaimed().size() + keysUnderWay.size() >= MOST_UNCLAIMED) {
            throw throttled("Too many certificates wait for RegisterThing: " + MOST_UNCLAIMED);
        }
        if (tokens.waiting(owner) + Collections.frequency(keysUnderWay, owner) >= MOST_OF_ONE_CLAIM) {
            throw throttled(
                    "Too many certificates of this claim certificate wait for RegisterThing: " + MOST_OF_ONE_CLAIM);
        }
    }

    private static ProvisioningRejection throttled(String message) {
        return new ProvisioningRejection(429, "Throttling", message);
    }

    /** Nothing at all is an empty request. */
    private static JsonNode parse(Payload payload) throws ProvisioningRejection {
        try {
            JsonNode request =
                    payload.isEmpty() ? JsonNodeFactory.instance.objectNode() : ExactJson.readUnique(payload.text());
            if (request.isObject()) {
                return request;
            }
        } catch (IOException broken) {
            throw new ProvisioningRejection(400, "InvalidJson", "The payload is not JSON");
        }
        throw new ProvisioningRejection(400, "InvalidJson", "The payload is not a JSON object");
    }

    private static String text(JsonNode request, String field) throws ProvisioningRejection {
        if (!request.path(field).isTextual()) {
            throw ProvisioningRejection.invalidParameters(field + " must be a string");
        }
        return request.path(field).textValue();
    }

    private void createKeys(DeviceMessage message) throws ProvisioningRejection {
        try {
            keyMaker.execute(() -> {
                KeyPair key = DeviceAuthority.newDeviceKey();
                Future<?> unused = cloud.after(Duration.ZERO, () -> created(message, key));
            });
        } catch (RejectedExecutionException full) {
            throw throttled("Too many keys are being made");
        }
        keysUnderWay.add(OwnershipTokens.owner(message.device()));
    }

    private void created(DeviceMessage message, KeyPair key) {
        keysUnderWay.remove(OwnershipTokens.owner(message.device()));
        X509Certificate certificate = authority.issue(key.getPublic(), cloud.now());
        reply(message, "/accepted", created(message, certificate, Optional.of(key)));
    }

    private ObjectNode created(DeviceMessage message, X509Certificate certificate, Optional<KeyPair> key) {
        registry.register(new RegisteredCertificate(
                certificate, CertificateStatus.PENDING_ACTIVATION, Optional.empty(), Optional.of(List.of())));
        String id = RegisteredCertificate.id(certificate);
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("certificateId", id)
                .put("certificatePem", DeviceAuthority.pem(certificate));
        key.ifPresent(made -> answer.put("privateKey", DeviceAuthority.pem(made.getPrivate())));
        Future<?> timer = cloud.after(OwnershipTokens.VALIDITY, this::forgetUnclaimed);
        String owner = OwnershipTokens.owner(message.device());
        return answer.put("certificateOwnershipToken", tokens.issue(id, owner, cloud.now(), timer));
    }

    private ObjectNode registerThing(DeviceMessage message, String name, JsonNode request)
            throws ProvisioningRejection {
        ProvisioningTemplate template = Optional.ofNullable(templates.get(name))
                .orElseThrow(() -> new ProvisioningRejection(
                        404, "ResourceNotFound", "There is no provisioning template '" + name + "'"));
        String token = request.path("certificateOwnershipToken").asText();
        if (token.isEmpty()) {
            throw ProvisioningRejection.invalidToken("Certificate ownership token cannot be empty.");
        }
        RegisteredCertificate pending = tokens.certificateId(
                        token, OwnershipTokens.owner(message.device()), cloud.now())
                .flatMap(registry::find)
                .orElseThrow(() -> ProvisioningRejection.invalidToken(
                        "The certificate ownership token is unknown, used, too old or of another client"));
        ProvisioningTemplate.Outcome outcome =
                enrolment.enrol(pending.certificate(), template, parameters(request.path("parameters")));
        tokens.use(token);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode configuration = answer.putObject("deviceConfiguration");
        outcome.deviceConfiguration().forEach(configuration::put);
        outcome.thing().map(Thing::name).ifPresent(thing -> answer.put("thingName", thing));
        return answer;
    }

    private static Map<String, String> parameters(JsonNode given) throws ProvisioningRejection {
        Map<String, String> parameters = new HashMap<>();
        for (Map.Entry<String, JsonNode> parameter : given.properties()) {
            if (!parameter.getValue().isTextual()) {
                throw ProvisioningRejection.invalidParameters(
                        "The parameter '" + parameter.getKey() + "' must be a string");
            }
            parameters.put(parameter.getKey(), parameter.getValue().textValue());
        }
        return parameters;
    }

    private void forgetUnclaimed() {
        tokens.expire(cloud.now()).forEach(this::forget);
    }

    private void forget(String certificateId) {
        registry.find(certificateId).ifPresent(unclaimed -> registry.deregister(unclaimed.certificate()));
    }

    private void reject(DeviceMessage message, ProvisioningRejection rejection) {
        cloud.rejected(
                message.clientId(),
                message.topic(),
                rejection.statusCode(),
                rejection.errorCode() + ": " + rejection.getMessage());
        reply(
                message,
                "/rejected",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("statusCode", rejection.statusCode())
                        .put("errorCode", rejection.errorCode())
                        .put("errorMessage", rejection.getMessage()));
    }

    private void reply(DeviceMessage request, String suffix, ObjectNode answer) {
        cloud.reply(request.clientId(), request.topic() + suffix, Payload.of(answer.toString()));
    }

    @Override
    public long version() {
        return tokens.version();
    }

    /** Which certificates wait for a token that nobody will know again. */
    @Override
    public void save(ObjectNode state) {
        List<String> unclaimed = tokens.unclaimed();
        if (!unclaimed.isEmpty()) {
            unclaimed.forEach(state.putArray(UNCLAIMED)::add);
        }
    }

    /** To be called after the registry has been restored. */
    @Override
    public void restore(ObjectNode state) {
        state.path(UNCLAIMED).forEach(id -> forget(id.asText()));
    }
}
