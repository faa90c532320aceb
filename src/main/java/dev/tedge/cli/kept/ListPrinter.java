package dev.tedge.cli.kept;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.gateway.control.ControlException;
import dev.tedge.gateway.control.KeptMessage;

/** Prints a list as it comes. */
final class ListPrinter {

    private final Output output;
    private final boolean deadLetters;
    private final boolean json;

    private long printed;

    ListPrinter(Output output, boolean deadLetters, boolean json) {
        this.output = output;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /** Throws when nobody reads what is printed any more, as behind {@code | head}. */
    void print(ObjectNode entry) throws ControlException {
        if (json) {
            output.out().println(entry);
        } else {
            if (printed == 0) {
                output.out().println(KeptText.header(deadLetters));
            }
            output.out().println(KeptText.line(KeptMessage.of(entry)));
        }
        printed++;
        if (isUnread()) {
            throw new ControlException("Nobody reads the list any more");
        }
    }

    /** Whether nobody reads what is printed any more. */
    boolean isUnread() {
        return output.out().checkError();
    }

    /** @param more how many are not in the list; negative when there are some */
    void end(long more) {
        if (printed == 0 && more == 0) {
            output.err().println(deadLetters ? "No dead letters" : "No messages in the outbox");
        } else if (more > 0) {
            output.err().println("%s more: raise --limit to see them".formatted(Words.count(more)));
        } else if (more < 0) {
            output.err().println("There are more: raise --limit to see them");
        }
    }
}
