package dev.tedge.cli.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.GatewayAccess;
import dev.tedge.gateway.control.Control;
import dev.tedge.gateway.control.ControlException;
import dev.tedge.gateway.control.ControlRequest;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.KeptMessage;
import dev.tedge.gateway.control.StatusJson;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the gateway of a configuration, whether it runs or not, and prints the answer. Each method gives the exit code. */
public final class Inquiry {

    private static final int FAILED = 1;

    private final TedgeConfig config;
    private final Output output;

    /** Asks nothing yet. */
    public Inquiry(TedgeConfig config, Output output) {
        this.config = config;
        this.output = output;
    }

    /**
     * {@code tedge status}: 0 when the gateway runs, whatever its links.
     *
     * @param maxDown with it, 0 also takes that no link has been down for longer and that the outbox takes messages
     */
    public int status(boolean json, Optional<Duration> maxDown) throws IOException {
        try (GatewayAccess access = access()) {
            ObjectNode answer = ask(access.control(), Ask.STATUS, Selection.ALL);
            GatewayStatus status = StatusJson.read(answer);
            if (json) {
                output.out().println(answer);
            } else {
                StatusText.of(status, localEndpoint(), awsEndpoint()).forEach(output.out()::println);
            }
            if (!status.running()) {
                output.err().println("The gateway does not run: start it with `tedge run aws`");
                return FAILED;
            }
            List<String> faults = maxDown.map(bound -> Faults.of(status, bound, output.clock()))
                    .orElse(List.of());
            faults.forEach(output.err()::println);
            return faults.isEmpty() ? 0 : FAILED;
        }
    }

    private String localEndpoint() {
        return config.value(Settings.MQTT_CLIENT_HOST) + ":" + config.value(Settings.MQTT_CLIENT_PORT);
    }

    private String awsEndpoint() {
        return config.find(Settings.AWS_URL).orElse("(aws.url is not set)") + ":"
                + config.value(Settings.AWS_MQTT_PORT);
    }

    /** {@code outbox stats}. */
    public int stats(boolean json) throws IOException {
        try (GatewayAccess access = access()) {
            ObjectNode answer = ask(access.control(), Ask.OUTBOX_STATS, Selection.ALL);
            if (json) {
                output.out().println(answer);
                return 0;
            }
            output.out().println("PRIORITY    MESSAGES       SIZE  OLDEST");
            for (Priority priority : Priority.values()) {
                String name = priority.name().toLowerCase(Locale.ROOT);
                JsonNode waiting = answer.path(name);
                JsonNode age = waiting.path("oldestAgeSeconds");
                output.out()
                        .println("%-8s %11s %10s  %s"
                                .formatted(
                                        name,
                                        Words.count(waiting.path("messages").longValue()),
                                        Words.size(waiting.path("bytes").longValue()),
                                        age.isNumber() ? Words.age(Duration.ofSeconds(age.longValue())) : "-"));
            }
            return 0;
        }
    }

    /**
     * {@code list}.
     *
     * @param ask which list
     * @param limit how many at most
     * @param json whether each is printed as a JSON object on a line
     */
    public int list(Ask ask, Selection selection, int limit, boolean json) throws IOException {
        ListPrinter printer = new ListPrinter(output, ask == Ask.DLQ_LIST, json);
        try (GatewayAccess access = access()) {
            ObjectNode end = access.control().ask(new ControlRequest(ask, selection, limit, false), printer::print);
            printer.end(end.path("more").longValue());
            return 0;
        } catch (IOException e) {
            if (printer.isUnread()) {
                return 0;
            }
            throw e;
        }
    }

    /** How {@code show} prints a message. */
    public enum Form {
        /** For people. */
        TEXT,
        /** One JSON object. */
        JSON,
        /** The bytes of the payload and nothing else. */
        PAYLOAD
    }

    /**
     * {@code show}.
     *
     * @param ask the list that has the message
     */
    public int show(Ask ask, long id, Form form) throws IOException {
        KeptMessage message = find(ask, id);
        switch (form) {
            case TEXT -> KeptText.lines(message).forEach(output.out()::println);
            case JSON -> output.out().println(KeptText.json(message));
            case PAYLOAD -> {
                output.bytes()
                        .write(message.content()
                                .payload()
                                .map(Payload::toByteArray)
                                .orElseThrow());
                output.bytes().flush();
            }
        }
        return 0;
    }

    private KeptMessage find(Ask ask, long id) throws IOException {
        Selection wanted =
                new Selection(Set.of(id), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Found found = new Found();
        try (GatewayAccess access = access()) {
            access.control().ask(new ControlRequest(ask, wanted, 1, true), found::take);
        }
        if (found.entry == null) {
            throw new ControlException("Nothing is kept here under the id " + id);
        }
        return KeptMessage.of(found.entry);
    }

    private static final class Found {

        private @Nullable ObjectNode entry;

        private void take(ObjectNode next) {
            entry = next;
        }
    }

    /**
     * {@code drop} and {@code replay}: 0 unless nothing could be done to what was meant.
     *
     * @param ask what to do
     */
    public int change(Ask ask, Selection selection) throws IOException {
        try (GatewayAccess access = access()) {
            ObjectNode answer = ask(access.control(), ask, selection);
            String done = ask == Ask.DLQ_REPLAY ? "replayed" : "dropped";
            long count = answer.path(done).longValue();
            long kept = answer.path("kept").longValue();
            String rest = kept == 0
                    ? ""
                    : ", %s kept: %s"
                            .formatted(
                                    Words.count(kept),
                                    Words.line(answer.path("reason").asText()));
            output.out().println("%s %s%s".formatted(Words.count(count), done, rest));
            return count == 0 && kept > 0 ? FAILED : 0;
        }
    }

    private static ObjectNode ask(Control control, Ask ask, Selection selection) throws IOException {
        return control.ask(new ControlRequest(ask, selection), Control.Entries.NONE);
    }

    private GatewayAccess access() throws IOException {
        return GatewayAccess.to(config, output.clock());
    }
}
