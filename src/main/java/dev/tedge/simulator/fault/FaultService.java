package dev.tedge.simulator.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.service.Cloud;
import dev.tedge.simulator.service.CloudService;
import dev.tedge.simulator.service.DeviceMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders for misbehaviour, also by the topic {@value #TOPIC}: a message there is a {@linkplain Fault#parse fault as
 * text}, or {@code clear} to take all back. It is answered on {@code simulator/fault/accepted} or {@code …/rejected}.
 * Devices may use it if their policy allows the topic.
 */
public final class FaultService implements CloudService {

    /** Where orders are published. */
    public static final String TOPIC = "simulator/fault";

    private static final String CLEAR = "clear";
    private static final int BAD_REQUEST = 400;

    /** So that acknowledgement and answer of an order come before the fault that it orders. */
    private static final Duration NOTICE = Duration.ofMillis(100);

    private final Cloud cloud;
    private final FaultBook book;
    private final Machine machine;
    private final AtomicInteger clears = new AtomicInteger();

    /** What can be done to the server as a whole. */
    public interface Machine {

        /** Begins a restart, in the place of one that lasts. */
        void restart(Fault.Restart fault);

        /**
         * Shows the expired certificate, in the place of an earlier order.
         *
         * @throws IllegalArgumentException if there is none
         */
        void expireCertificate(Fault.ExpireCertificate fault);

        /** Opens the port and shows the good certificate again. */
        void behave();

        /** What was ordered and neither is over nor was taken back. */
        List<Fault> inForce();
    }

    /** Nothing is wrong yet. */
    public FaultService(Cloud cloud, FaultBook book, Machine machine) {
        this.cloud = cloud;
        this.book = book;
        this.machine = machine;
    }

    /**
     * Does a fault from now on. May be called from any thread.
     *
     * @throws IllegalArgumentException if it is not possible
     */
    public void begin(Fault fault) {
        if (fault instanceof Fault.ToMessages toMessages) {
            book.add(toMessages);
        } else if (fault instanceof Fault.Restart restart) {
            book.count("restart");
            machine.restart(restart);
        } else if (fault instanceof Fault.ExpireCertificate expiry) {
            machine.expireCertificate(expiry);
            book.count("expire-certificate");
        }
    }

    /** Takes all back, also what was accepted and has not begun. May be called from any thread. */
    public void clear() {
        clears.incrementAndGet();
        book.clear(act -> true);
        machine.behave();
    }

    /** The faults that are in force: those to messages, in their order, then those of the server as a whole. */
    public List<FaultBook.Entry> entries() {
        List<FaultBook.Entry> entries = new ArrayList<>(book.entries());
        machine.inForce().forEach(fault -> entries.add(new FaultBook.Entry(fault, 1)));
        return List.copyOf(entries);
    }

    @Override
    public String name() {
        return "fault";
    }

    @Override
    public void published(DeviceMessage message) {
        if (message.topic().equals(TOPIC)) {
            order(message.clientId(), message.payload());
        }
    }

    @Override
    public void publishedByCloud(String from, ServerMessage message) {
        if (message.topic().equals(TOPIC)) {
            order(from, message.payload());
        }
    }

    private void order(String from, Payload order) {
        String text = order.text().strip();
        try {
            if (text.equals(CLEAR)) {
                clear();
            } else {
                Fault fault = Fault.parse(text);
                if (fault instanceof Fault.Restart) {
                    beginAfterNotice(fault);
                } else {
                    begin(fault);
                }
            }
            answer("accepted", JsonNodeFactory.instance.objectNode().put("fault", text));
        } catch (IllegalArgumentException refused) {
            String why = String.valueOf(refused.getMessage());
            answer(
                    "rejected",
                    JsonNodeFactory.instance.objectNode().put("fault", text).put("message", why));
            cloud.rejected(from, TOPIC, BAD_REQUEST, why);
        }
    }

    private void beginAfterNotice(Fault fault) {
        int before = clears.get();
        Future<?> unused = cloud.after(NOTICE, () -> {
            if (clears.get() == before) {
                begin(fault);
            }
        });
    }

    private void answer(String outcome, ObjectNode answer) {
        cloud.publish(TOPIC + "/" + outcome, Payload.of(answer.toString()));
    }

    /** Nothing: a new simulator behaves well. */
    @Override
    public void save(ObjectNode state) {}

    @Override
    public void restore(ObjectNode state) {}
}
