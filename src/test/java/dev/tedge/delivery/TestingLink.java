package dev.tedge.delivery;

import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A link with AWS behind it, that goes up and down and answers at random: what it holds when it goes down it sends once more. */
final class TestingLink implements Publisher {

    private static final int MOST_IN_FLIGHT = 8;

    /** Hears what happens at AWS. */
    record Cloud(Consumer<OutboundMessage> arrived, Consumer<OutboundMessage> acknowledged) {}

    private record Sent(OutboundMessage message, Callback callback) {}

    private final Random random;
    private final Cloud cloud;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final List<Sent> inFlight = new ArrayList<>();
    private int refusedOfHundred;
    private boolean up;

    TestingLink(long seed, Cloud cloud) {
        this.random = new Random(seed);
        this.cloud = cloud;
    }

    @Override
    public synchronized void publish(OutboundMessage message, Callback callback) {
        waiting.addLast(new Sent(message, callback));
    }

    synchronized void up(int newRefusedOfHundred) {
        up = true;
        refusedOfHundred = newRefusedOfHundred;
    }

    synchronized void down() {
        up = false;
        for (int i = inFlight.size() - 1; i >= 0; i--) {
            waiting.addFirst(inFlight.get(i));
        }
        inFlight.clear();
    }

    /** Gives back all that it has, as a link does that is closed. */
    void close() {
        List<Sent> left;
        synchronized (this) {
            down();
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(sent -> sent.callback().failed(new LinkUnavailableException("closed")));
    }

    /** One message arrives, or is answered; false when there is none. */
    boolean step() {
        Sent answered;
        boolean refused;
        synchronized (this) {
            if (!up || (waiting.isEmpty() && inFlight.isEmpty())) {
                return false;
            }
            boolean canArrive = !waiting.isEmpty() && inFlight.size() < MOST_IN_FLIGHT;
            if (canArrive && (inFlight.isEmpty() || random.nextBoolean())) {
                Sent next = waiting.removeFirst();
                inFlight.add(next);
                cloud.arrived().accept(next.message());
                return true;
            }
            answered = inFlight.remove(random.nextInt(inFlight.size()));
            refused = random.nextInt(100) < refusedOfHundred;
            if (!refused) {
                cloud.acknowledged().accept(answered.message());
            }
        }
        if (refused) {
            answered.callback()
                    .failed(new PublishRefusedException(answered.message().topic(), "not this one"));
        } else {
            answered.callback().delivered();
        }
        return true;
    }
}
