package dev.tedge.cli.kept;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.gateway.control.KeptMessage;
import dev.tedge.gateway.control.KeptMessage.Content;
import dev.tedge.gateway.control.KeptMessage.Refusal;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.message.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kept messages as {@code list} and {@code show} print them. */
final class KeptText {

    private static final String COLUMNS = "%-8s %-20s  %-14s %9s  %s";

    private KeptText() {}

    /** The names of the columns. */
    static String header(boolean deadLetters) {
        return deadLetters
                ? COLUMNS.formatted("ID", "PARKED", "CAUSE", "SIZE", "TOPIC: REASON")
                : COLUMNS.formatted("ID", "ACCEPTED", "PRIORITY", "SIZE", "TOPIC");
    }

    /** A message on a line. */
    static String line(KeptMessage message) {
        Optional<Refusal> refusal = message.refusal();
        return COLUMNS.formatted(
                message.id(),
                Words.time(message.since()),
                refusal.map(parked -> parked.cause().word()).orElseGet(() -> priority(message)),
                Words.size(message.content().size()),
                Words.line(message.content().topic()
                        + refusal.map(parked -> ": " + parked.reason()).orElse("")));
    }

    /** All of a message, each thing on a line, and at the end the payload: as text where it is text, otherwise in Base64. */
    static List<String> lines(KeptMessage message) {
        List<String> lines = new ArrayList<>();
        Content content = message.content();
        lines.add(line("id", Long.toString(message.id())));
        lines.add(line(message.refusal().isPresent() ? "parked" : "accepted", Words.time(message.since())));
        message.refusal().ifPresent(refusal -> {
            lines.add(line("cause", refusal.cause().word()));
            lines.add(line("reason", refusal.reason()));
        });
        lines.add(line("priority", priority(message)));
        lines.add(line("topic", content.topic()));
        lines.add(line("qos", Integer.toString(content.qos())));
        lines.add(line("retain", content.retain() ? "yes" : "no"));
        content.inside().map(KeptMessage.Inside::properties).ifPresent(properties -> add(properties, lines));
        byte[] payload = content.payload().map(Payload::toByteArray).orElseGet(() -> new byte[0]);
        Optional<String> text = text(payload).filter(KeptText::isHarmless);
        lines.add(line("size", Words.count(payload.length) + (text.isPresent() ? " bytes" : " bytes, in Base64")));
        lines.add("");
        lines.add(text.orElseGet(() -> Base64.getEncoder().encodeToString(payload)));
        return lines;
    }

    private static void add(MessageProperties properties, List<String> lines) {
        properties.responseTopic().ifPresent(topic -> lines.add(line("response", topic)));
        properties.correlationData().map(KeptText::text).ifPresent(data -> lines.add(line("correlate", data)));
        properties.format().contentType().ifPresent(type -> lines.add(line("type", type)));
        if (properties.format().text()) {
            lines.add(line("format", "text"));
        }
        properties.expirySeconds().ifPresent(seconds -> lines.add(line("expiry", seconds + " s")));
        properties.userProperties().forEach(each -> lines.add(line("property", each.name() + ": " + each.value())));
    }

    private static String text(Payload data) {
        byte[] bytes = data.toByteArray();
        return text(bytes)
                .filter(KeptText::isHarmless)
                .orElseGet(() -> Base64.getEncoder().encodeToString(bytes) + " (Base64)");
    }

    /** The same as JSON: {@code payload} where it is UTF-8, otherwise {@code payloadBase64}. */
    static ObjectNode json(KeptMessage message) {
        ObjectNode json = message.toJson();
        json.remove("payload");
        byte[] payload = message.content().payload().map(Payload::toByteArray).orElseGet(() -> new byte[0]);
        Optional<String> text = text(payload);
        return text.isPresent() ? json.put("payload", text.get()) : json.put("payloadBase64", payload);
    }

    private static String line(String name, String value) {
        return "%-9s %s".formatted(name, Words.line(value));
    }

    private static String priority(KeptMessage message) {
        return message.priority().name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> text(byte[] payload) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /** A payload must not steer the terminal. */
    private static boolean isHarmless(String text) {
        return text.codePoints().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c));
    }
}
