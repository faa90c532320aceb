package dev.tedge.cli;

import dev.tedge.cli.kept.Chosen;
import dev.tedge.cli.kept.Filters;
import dev.tedge.cli.kept.Inquiry;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.control.ControlRequest.Ask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge outbox}: the messages that wait for AWS. */
@Command(
        name = "outbox",
        description = "Look at the messages that wait for AWS, or drop them.",
        subcommands = {
            OutboxCommand.List.class,
            OutboxCommand.Show.class,
            OutboxCommand.Drop.class,
            OutboxCommand.Stats.class
        })
final class OutboxCommand {

    /** {@code tedge outbox list}. */
    @Command(
            name = "list",
            description = "Print the messages that wait, in the order in which they go.",
            footer = "%nExample: tedge outbox list --priority high")
    static final class List extends KeptCommand {

        @Mixin
        private final Filters.OfOutbox filters = new Filters.OfOutbox();

        @Mixin
        private final ListOptions options = new ListOptions();

        @Override
        Action prepare() throws ActionFailure {
            Selection selection = listed(filters);
            int limit = options.limit(this);
            Inquiry inquiry = inquiry();
            return new Action("list the outbox", () -> inquiry.list(Ask.OUTBOX_LIST, selection, limit, options.json()));
        }
    }

    /** {@code tedge outbox show}. */
    @Command(
            name = "show",
            description = "Print a message that waits, with its payload.",
            footer = "%nExample: tedge outbox show 4711 --payload")
    static final class Show extends KeptCommand {

        @Mixin
        private final ShowOptions options = new ShowOptions();

        @Override
        Action prepare() throws ActionFailure {
            Inquiry.Form form = options.form(this);
            Inquiry inquiry = inquiry();
            return new Action("show the message", () -> inquiry.show(Ask.OUTBOX_LIST, options.id(), form));
        }
    }

    /** {@code tedge outbox drop}. */
    @Command(
            name = "drop",
            description = "Remove messages that wait for good, but for those that are just being sent.",
            footer = "%nExample: tedge outbox drop --priority low --older-than 1d")
    static final class Drop extends KeptCommand {

        @Mixin
        private final Filters.OfOutbox filters = new Filters.OfOutbox();

        @Mixin
        private final Chosen chosen = new Chosen();

        @Override
        Action prepare() throws ActionFailure {
            Selection selection = changed(chosen, filters);
            Inquiry inquiry = inquiry();
            return new Action("drop messages of the outbox", () -> inquiry.change(Ask.OUTBOX_DROP, selection));
        }
    }

    /** {@code tedge outbox stats}. */
    @Command(
            name = "stats",
            description = "Print how much waits, of each priority.",
            footer = "%nExample: tedge outbox stats --json")
    static final class Stats extends KeptCommand {

        @Option(names = "--json", description = "Print a JSON object")
        private boolean json;

        @Override
        Action prepare() throws ActionFailure {
            Inquiry inquiry = inquiry();
            return new Action("count the messages of the outbox", () -> inquiry.stats(json));
        }
    }
}
