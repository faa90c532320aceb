package dev.tedge.cli;

import dev.tedge.cli.kept.Chosen;
import dev.tedge.cli.kept.Filters;
import dev.tedge.cli.kept.Inquiry;
import dev.tedge.cli.kept.Output;
import dev.tedge.delivery.store.Selection;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that asks the gateway, whether it runs or not. */
abstract class KeptCommand extends ActionCommand {

    @Mixin
    private final ProfileOption profile = new ProfileOption();

    /** Asks the gateway of the configuration. */
    final Inquiry inquiry() throws ActionFailure {
        Console console = console();
        return new Inquiry(
                config(profile.of(console)),
                new Output(console.out(), console.err(), console.bytes(), console.clock()));
    }

    /** What a command lists. */
    final Selection listed(Filters filters) {
        return filters.selection(Set.of(), console().clock().instant());
    }

    /** What a command changes. */
    final Selection changed(Chosen chosen, Filters filters) {
        try {
            return chosen.check(
                    filters.selection(chosen.ids(), console().clock().instant()));
        } catch (IllegalArgumentException e) {
            throw misused(String.valueOf(e.getMessage()));
        }
    }

    /** The options of a list. */
    static final class ListOptions {

        @Option(
                names = "--limit",
                paramLabel = "<N>",
                defaultValue = "100",
                description = "Print at most so many [default: 100]")
        private int limit;

        @Option(names = "--json", description = "Print each as a JSON object on a line")
        private boolean json;

        int limit(ActionCommand command) {
            if (limit < 0) {
                throw command.misused("--limit must not be negative, but is " + limit);
            }
            return limit;
        }

        boolean json() {
            return json;
        }
    }

    /** One message, and how it is shown. */
    static final class ShowOptions {

        @Parameters(paramLabel = "<ID>", description = "The id of the message")
        private long id;

        @Option(names = "--json", description = "Print a JSON object")
        private boolean json;

        @Option(names = "--payload", description = "Print the bytes of the payload and nothing else")
        private boolean payload;

        long id() {
            return id;
        }

        Inquiry.Form form(ActionCommand command) {
            if (json && payload) {
                throw command.misused("--json does not go with --payload: give one or the other");
            }
            if (json) {
                return Inquiry.Form.JSON;
            }
            return payload ? Inquiry.Form.PAYLOAD : Inquiry.Form.TEXT;
        }
    }
}
