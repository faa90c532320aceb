package dev.tedge.cli;

import dev.tedge.cli.kept.Chosen;
import dev.tedge.cli.kept.Filters;
import dev.tedge.cli.kept.Inquiry;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.control.ControlRequest.Ask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tedge dlq}: the messages that AWS would refuse, or has refused, for good. */
@Command(
        name = "dlq",
        description = "Look at dead letters, the messages that AWS refuses for good; send them again, or drop them.",
        subcommands = {DlqCommand.List.class, DlqCommand.Show.class, DlqCommand.Replay.class, DlqCommand.Drop.class})
final class DlqCommand {

    /** {@code tedge dlq list}. */
    @Command(
            name = "list",
            description = "Print dead letters, the oldest first.",
            footer = "%nExample: tedge dlq list --cause not-authorized --older-than 1h")
    static final class List extends KeptCommand {

        @Mixin
        private final Filters.OfDeadLetters filters = new Filters.OfDeadLetters();

        @Mixin
        private final ListOptions options = new ListOptions();

        @Override
        Action prepare() throws ActionFailure {
            Selection selection = listed(filters);
            int limit = options.limit(this);
            Inquiry inquiry = inquiry();
            return new Action(
                    "list the dead letters", () -> inquiry.list(Ask.DLQ_LIST, selection, limit, options.json()));
        }
    }

    /** {@code tedge dlq show}. */
    @Command(
            name = "show",
            description = "Print a dead letter with its payload.",
            footer = "%nExample: tedge dlq show 17")
    static final class Show extends KeptCommand {

        @Mixin
        private final ShowOptions options = new ShowOptions();

        @Override
        Action prepare() throws ActionFailure {
            Inquiry.Form form = options.form(this);
            Inquiry inquiry = inquiry();
            return new Action("show the dead letter", () -> inquiry.show(Ask.DLQ_LIST, options.id(), form));
        }
    }

    /** {@code tedge dlq replay}. */
    @Command(
            name = "replay",
            description = "Put dead letters at the end of the outbox, to be sent once more.",
            footer = "%nExample: tedge dlq replay --cause not-authorized")
    static final class Replay extends KeptCommand {

        @Mixin
        private final Filters.OfDeadLetters filters = new Filters.OfDeadLetters();

        @Mixin
        private final Chosen chosen = new Chosen();

        @Override
        Action prepare() throws ActionFailure {
            Selection selection = changed(chosen, filters);
            Inquiry inquiry = inquiry();
            return new Action("replay the dead letters", () -> inquiry.change(Ask.DLQ_REPLAY, selection));
        }
    }

    /** {@code tedge dlq drop}. */
    @Command(
            name = "drop",
            description = "Remove dead letters for good.",
            footer = "%nExample: tedge dlq drop --older-than 30d")
    static final class Drop extends KeptCommand {

        @Mixin
        private final Filters.OfDeadLetters filters = new Filters.OfDeadLetters();

        @Mixin
        private final Chosen chosen = new Chosen();

        @Override
        Action prepare() throws ActionFailure {
            Selection selection = changed(chosen, filters);
            Inquiry inquiry = inquiry();
            return new Action("drop the dead letters", () -> inquiry.change(Ask.DLQ_DROP, selection));
        }
    }
}
