package dev.tedge.cli.kept;

import dev.tedge.delivery.store.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The messages that a command changes: nothing is changed unless somebody says which. */
public final class Chosen {

    @Parameters(arity = "0..*", paramLabel = "<ID>", description = "The messages with these ids")
    private List<Long> ids = new ArrayList<>();

    @Option(names = "--all", description = "All of them")
    private boolean all;

    /** The ids that were given. */
    public Set<Long> ids() {
        return Set.copyOf(ids);
    }

    /**
     * Checks that something was chosen, and in one way.
     *
     * @throws IllegalArgumentException when not; the message says what to give
     */
    public Selection check(Selection selection) {
        boolean some = !selection.equals(Selection.ALL);
        if (some == all) {
            throw new IllegalArgumentException(
                    all
                            ? "--all does not go with ids and filters: give one or the other"
                            : "Nothing is selected: give ids, filters, or --all");
        }
        return selection;
    }
}
