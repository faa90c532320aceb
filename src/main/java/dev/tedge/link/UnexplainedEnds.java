package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import java.time.Duration;
import java.util.List;

/**
 * Says more of the end of a connection than the broker did: AWS closes it over what the policy forbids, and some brokers close
 * it without a word when another client connects with the same client id. Used by one thread.
 */
final class UnexplainedEnds {

    /** Two clients that throw out each other come back after a second, then after two, and so on. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final int ENDS_OF_A_TAKE_OVER = 3;
    private static final int MOST_NAMED = 3;

    private int puzzlesInARow;

    /**
     * The failure with its likely cause.
     *
     * @param uptime how long the connection could be used, zero when it could not
     * @param suspects what we had just sent and the broker had not taken: topics or filters, the likeliest first
     */
    LinkFailure explained(LinkFailure failure, Duration uptime, List<String> suspects) {
        boolean shortlyUp = !uptime.isZero() && uptime.compareTo(SOON) < 0;
        puzzlesInARow = failure.silent() && shortlyUp && suspects.isEmpty() ? puzzlesInARow + 1 : 0;
        if (puzzlesInARow >= ENDS_OF_A_TAKE_OVER) {
            return failure.suspectingTakeOver();
        }
        return failure.mayBlameAPacket()
                ? failure.suspecting(suspects.stream().limit(MOST_NAMED).toList())
                : failure;
    }
}
