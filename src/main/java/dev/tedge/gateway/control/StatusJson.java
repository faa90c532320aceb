package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.Rates;
import dev.tedge.delivery.store.Priority;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.GatewayStatus.Program;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The status as JSON, for {@code tedge status --json} and over the socket. Scripts depend on the names of its members. */
public final class StatusJson {

    private StatusJson() {}

    /** A status as JSON. */
    public static ObjectNode write(GatewayStatus status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode links = json.putObject("links");
        links.set("local", link(status.links().local()));
        links.set("aws", link(status.links().aws()));
        json.set("outbox", outbox(status.kept()));
        json.put("deadLetters", status.kept().deadLetters());
        json.set("rates", rates(status.traffic().rates()));
        json.set("certificate", certificate(status.certificate()));
        ObjectNode counters = json.putObject("counters");
        status.traffic().counters().forEach(counters::put);
        json.set(
                "routes",
                status.program().flatMap(Program::routes).map(RoutesJson::write).orElse(null));
        return json.put("running", status.running())
                .put("pid", status.program().map(Program::pid).orElse(null));
    }

    private static ObjectNode link(LinkStatus link) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("state", link.up() ? "up" : "down")
                .put("since", time(link.since()))
                .put("outageSeconds", link.outage().map(Duration::toSeconds).orElse(null))
                .put("lastDisconnect", link.last().map(Disconnect::words).orElse(null))
                .put("lastDisconnectAt", time(link.last().map(Disconnect::at)));
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(null);
    }

    private static ObjectNode outbox(Kept kept) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("depth", kept.depth())
                .put("bytes", kept.bytes())
                .put("oldestAgeSeconds", kept.oldest().map(Duration::toSeconds).orElse(null));
        json.put("trouble", kept.trouble().orElse(null));
        ObjectNode byPriority = json.putObject("byPriority");
        kept.outbox().forEach((priority, messages) -> byPriority.put(word(priority), messages));
        return json;
    }

    private static ObjectNode rates(Rates rates) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("publishesPerSecond", rates.publishesPerSecond())
                .put("bytesPerSecond", rates.bytesPerSecond())
                .put("publishHeadroom", rates.publishHeadroom())
                .put("byteHeadroom", rates.byteHeadroom());
    }

    private static JsonNode certificate(Optional<Certificate> certificate) {
        return certificate
                .<JsonNode>map(known -> JsonNodeFactory.instance
                        .objectNode()
                        .put("subject", known.subject())
                        .put("notAfter", known.notAfter().toString())
                        .put("daysLeft", known.daysLeft()))
                .orElseGet(JsonNodeFactory.instance::nullNode);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws ControlException when it is something else, of another release
     */
    public static GatewayStatus read(JsonNode json) throws ControlException {
        try {
            return new GatewayStatus(
                    Optional.of(json.path("pid"))
                            .filter(JsonNode::isNumber)
                            .map(pid -> new Program(pid.longValue(), RoutesJson.read(json.path("routes")))),
                    new Links(
                            readLink(json.path("links").path("local")),
                            readLink(json.path("links").path("aws"))),
                    readKept(json),
                    readTraffic(json),
                    readCertificate(json.path("certificate")));
        } catch (RuntimeException e) {
            throw new ControlException("The status of the gateway is not understood: restart the gateway", e);
        }
    }

    private static LinkStatus readLink(JsonNode json) {
        return new LinkStatus(
                json.path("state").asText().equals("up"),
                readTime(json.path("since")),
                readTime(json.path("lastDisconnectAt"))
                        .map(at -> new Disconnect(json.path("lastDisconnect").asText(), at)),
                readSeconds(json.path("outageSeconds")));
    }

    private static Optional<Instant> readTime(JsonNode json) {
        return Optional.ofNullable(json.textValue()).map(Instant::parse);
    }

    private static Optional<Duration> readSeconds(JsonNode json) {
        return Optional.of(json).filter(JsonNode::isNumber).map(seconds -> Duration.ofSeconds(seconds.longValue()));
    }

    private static Kept readKept(JsonNode json) {
        JsonNode outbox = json.path("outbox");
        Map<Priority, Long> counts = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            counts.put(priority, outbox.path("byPriority").path(word(priority)).longValue());
        }
        return new Kept(
                counts,
                outbox.path("bytes").longValue(),
                readSeconds(outbox.path("oldestAgeSeconds")),
                json.path("deadLetters").longValue(),
                Optional.ofNullable(outbox.path("trouble").textValue()));
    }

    private static Traffic readTraffic(JsonNode json) {
        JsonNode rates = json.path("rates");
        TreeMap<String, Long> counters = new TreeMap<>();
        json.path("counters")
                .properties()
                .forEach(counter ->
                        counters.put(counter.getKey(), counter.getValue().longValue()));
        return new Traffic(
                new Rates(
                        rates.path("publishesPerSecond").doubleValue(),
                        rates.path("bytesPerSecond").doubleValue(),
                        rates.path("publishHeadroom").doubleValue(),
                        rates.path("byteHeadroom").doubleValue()),
                counters);
    }

    private static Optional<Certificate> readCertificate(JsonNode json) {
        return readTime(json.path("notAfter"))
                .map(notAfter -> new Certificate(
                        json.path("subject").asText(),
                        notAfter,
                        json.path("daysLeft").longValue()));
    }

    /** A priority as people and JSON write it. */
    static String word(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }

    static Priority priority(String word) {
        return Priority.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
