package dev.tedge.cli;

import dev.tedge.cli.demo.MessageLine;
import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.check.RouteFindings;
import dev.tedge.gateway.dryrun.DryMessage;
import dev.tedge.gateway.dryrun.DryRun;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge routes test}. */
@Command(
        name = "test",
        description = {
            "Print what the routes would publish for a message, without any broker; '-' when it is nothing.",
            "Without arguments, messages are read from stdin, as lines '[topic] payload'.",
            "The exit code is 1 when a message fails."
        },
        footer = "%nExample: tedge routes test te/device/main///m/environment '{\"temperature\":21.3}'")
final class RoutesTestCommand extends RoutesCommand.OnRoutes {

    @Parameters(index = "0", arity = "0..1", paramLabel = "<TOPIC>", description = "A topic, local or on AWS")
    private @Nullable String topic;

    @Parameters(index = "1", arity = "0..1", paramLabel = "<PAYLOAD>", description = "The payload")
    private @Nullable String payload;

    @Option(
            names = "--file",
            paramLabel = "<FILE>",
            description = "A route file in the place of the one of its name, or beside those in force; may be repeated")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--base64", description = "Payloads that go in are written in Base64")
    private boolean base64;

    @Option(
            names = {"-r", "--retain"},
            description = "The messages come in as retained")
    private boolean retained;

    /** What a route logs is not what it publishes, and failures are printed anyway. */
    @Override
    LogLevels logLevels() {
        return LogLevels.of(root(), LogLevel.ERROR, "tedge");
    }

    @Override
    Action prepare() throws Exception {
        files.forEach(file -> RoutesCommand.requireRouteFile(this, file));
        Optional<DryMessage> message = argument();
        RouteSurroundings surroundings = surroundings();
        return new Action("test the routes", () -> {
            try (surroundings) {
                return test(surroundings, message);
            }
        });
    }

    private Optional<DryMessage> argument() {
        String on = topic;
        String content = payload;
        if (on == null) {
            return Optional.empty();
        }
        if (content == null) {
            throw misused("Missing sample payload: give <TOPIC> and <PAYLOAD>, or neither and lines on stdin");
        }
        try {
            return Optional.of(message(on, content));
        } catch (IllegalArgumentException notOne) {
            throw misused(String.valueOf(notOne.getMessage()));
        }
    }

    private DryMessage message(String on, String content) {
        if (on.contains("#") || on.contains("+")) {
            throw new IllegalArgumentException(
                    "Wildcard characters (#, +) are not supported. Provide a concrete topic to test against.");
        }
        try {
            Optional<LocalTopic> unused = LocalTopic.parse(on);
        } catch (InvalidTopicException notOne) {
            throw new IllegalArgumentException(notOne.getMessage(), notOne);
        }
        return new DryMessage(on, base64 ? decoded(content) : Payload.ofText(content), retained);
    }

    private static Payload decoded(String content) {
        try {
            return Payload.of(Base64.getDecoder().decode(content));
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("The payload is not Base64: " + notBase64.getMessage(), notBase64);
        }
    }

    private int test(RouteSurroundings surroundings, Optional<DryMessage> message) throws Exception {
        List<RouteFile> all = RouteFiles.with(surroundings.files(), files);
        RouteFindings found = RouteCheck.ofCommand(surroundings).findings(all);
        if (!found.faults().isEmpty()) {
            found.faults().forEach(console().err()::println);
            return TedgeCommand.FAILED;
        }
        found.code().forEach(fault -> console().warn("Left out, since it can't run: " + fault));
        try (DryRun run = DryRun.of(surroundings, all)) {
            warnOfIdle(run);
            OutcomeLines lines = new OutcomeLines(console());
            if (message.isPresent()) {
                lines.print(run.send(message.get()));
            } else {
                pipe(run, lines);
            }
            lines.printRest(run.finish());
            return lines.anyFailure() ? TedgeCommand.FAILED : 0;
        }
    }

    /** Those of other files are no news to somebody who tests some. */
    private void warnOfIdle(DryRun run) {
        for (DryRun.Idle idle : run.idle()) {
            if (files.isEmpty() || files.stream().anyMatch(file -> idle.file().endsWith(file.toString()))) {
                console()
                        .warn("Not started: the route '%s', since its messages come from '%s'"
                                .formatted(idle.route(), idle.from()));
            }
        }
    }

    private void pipe(DryRun run, OutcomeLines lines) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(console().in(), StandardCharsets.UTF_8));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (!line.isEmpty()) {
                lines.print(run.send(parsed(line, number)));
            }
        }
    }

    private DryMessage parsed(String line, int number) throws IOException {
        try {
            MessageLine read = MessageLine.parse(line);
            return message(read.topic(), read.payload());
        } catch (IllegalArgumentException notOne) {
            throw new IOException("line %d: %s".formatted(number, notOne.getMessage()), notOne);
        }
    }
}
