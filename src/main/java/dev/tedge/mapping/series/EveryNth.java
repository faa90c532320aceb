package dev.tedge.mapping.series;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step that lets the first message of each topic pass, and then every n-th; for the others the route ends here. Of up to 1,000 topics
 * it remembers where it is; the one that was silent longest then begins anew. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: everyTenth
 *       type: dev.tedge.mapping.series.EveryNth
 *       constructors:
 *         0: 10  # n
 * }</pre>
 */
public final class EveryNth implements Processor {

    private final int n;
    private final SeriesMemory<Passed> passed = new SeriesMemory<>();

    /** How many were dropped since one passed. Not an Integer: what is put for one message is told apart from an equal one. */
    private record Passed(int dropped) {}

    /** @param n 1 lets all pass */
    public EveryNth(int n) {
        if (n < 1) {
            throw new IllegalArgumentException(
                    "Every n-th message needs an n of at least 1, but it is %d.".formatted(n));
        }
        this.n = n;
    }

    @Override
    public synchronized void process(Exchange exchange) {
        String topic = Received.topic(exchange.getMessage());
        int dropped = passed.of(topic).map(Passed::dropped).orElse(n - 1);
        if (dropped + 1 >= n) {
            passed.putUnlessFails(exchange, topic, new Passed(0));
        } else {
            passed.put(topic, new Passed(dropped + 1));
            exchange.setRouteStop(true);
        }
    }
}
