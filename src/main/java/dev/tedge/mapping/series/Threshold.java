package dev.tedge.mapping.series;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step that turns measurements into alarms: it lets the message pass with which a value gets over a threshold, with {@code raised} in the
 * header {@code alarm}, and that with which it gets below another one again, with {@code cleared}. For those between, and those which
 * change nothing, the route ends here. The distance of the two figures keeps a value that trembles from raising alarm after alarm. When the
 * first figure is the lower one, alarms are raised below it.
 *
 * <p>Each topic has its own alarm. Up to 1,000 are remembered. After a start nothing is known: the first value on either side of both
 * figures passes, so that an alarm which was raised before is cleared if need be. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: tooHot
 *       type: dev.tedge.mapping.series.Threshold
 *       constructors:
 *         0: temperature  # member of the measurement
 *         1: 80  # raised at this and above
 *         2: 75  # cleared at this and below
 * }</pre>
 */
public final class Threshold implements Processor {

    /** The header that says what has happened. */
    public static final String HEADER = "alarm";

    private final String place;
    private final BigDecimal raise;
    private final BigDecimal clear;
    private final SeriesMemory<State> states = new SeriesMemory<>();

    /** Not an enum: what is put for one message is told apart from an equal one. */
    private record State(String word) {}

    /**
     * @param member of the JSON object, {@code temperature}; a member of a member is {@code coordinate/x}
     * @param raise the value from which on the alarm is raised
     * @param clear the value from which on it is cleared; must differ
     */
    public Threshold(String member, Double raise, Double clear) {
        this.place = "/" + member;
        this.raise = BigDecimal.valueOf(raise);
        this.clear = BigDecimal.valueOf(clear);
        if (this.raise.compareTo(this.clear) == 0) {
            throw new IllegalArgumentException(
                    "The values that raise and clear the alarm must differ, but both are %s.".formatted(raise));
        }
    }

    @Override
    public synchronized void process(Exchange exchange) {
        String topic = Received.topic(exchange.getMessage());
        Optional<String> now = Leaves.of(Received.payload(exchange.getMessage()))
                .map(leaves -> leaves.values().get(place))
                .flatMap(Leaves::number)
                .flatMap(this::state);
        if (now.isEmpty() || now.equals(states.of(topic).map(State::word))) {
            exchange.setRouteStop(true);
        } else {
            states.putUnlessFails(exchange, topic, new State(now.get()));
            exchange.getMessage().setHeader(HEADER, now.get());
        }
    }

    /** Empty between the two figures. */
    private Optional<String> state(BigDecimal value) {
        int upwards = raise.compareTo(clear);
        if (value.compareTo(raise) * upwards >= 0) {
            return Optional.of("raised");
        }
        return value.compareTo(clear) * upwards <= 0 ? Optional.of("cleared") : Optional.empty();
    }
}
