package dev.tedge.cli;

import dev.tedge.gateway.dryrun.Outcome;
import dev.tedge.message.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Prints what routes do, a line each: {@code aws [topic] payload}, with words before the bracket for what is out of the ordinary. */
final class OutcomeLines {

    private final Console console;
    private final Set<Outcome> told = new HashSet<>();
    private boolean failed;

    OutcomeLines(Console console) {
        this.console = console;
    }

    /** What came of one message. */
    void print(List<Outcome> outcomes) {
        if (outcomes.stream().allMatch(Outcome.NotSent.class::isInstance)) {
            console.out().println("-");
        }
        printRest(outcomes);
    }

    /** What came later. */
    void printRest(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Publication publication) {
                console.out().println(line(publication));
            } else if (outcome instanceof Outcome.Failure failure) {
                failed = true;
                console.out()
                        .println("error [%s] %s: %s".formatted(failure.topic(), failure.route(), failure.reason()));
            } else if (outcome instanceof Outcome.NotSent notSent && told.add(notSent)) {
                console.warn(
                        "Not sent: what the route '%s' has for '%s'".formatted(notSent.route(), notSent.endpoint()));
            }
        }
        console.out().flush();
    }

    /** Whether a message has failed so far. */
    boolean anyFailure() {
        return failed;
    }

    private static String line(Outcome.Publication publication) {
        Optional<String> text = text(publication.payload());
        return publication.to().name().toLowerCase(Locale.ROOT)
                + (publication.retained() ? " retained" : "")
                + (publication.qos() == 1 ? "" : " qos" + publication.qos())
                + (text.isPresent() ? "" : " base64")
                + " [" + publication.topic() + "] "
                + text.orElseGet(() ->
                        Base64.getEncoder().encodeToString(publication.payload().toByteArray()));
    }

    /** What fits on a line as it is. */
    private static Optional<String> text(Payload payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload.toByteArray()))
                    .toString();
            return text.codePoints().anyMatch(OutcomeLines::breaksLines) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
