package dev.tedge.mapping.series;

import dev.tedge.mapping.MappingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that makes a measurement of what collectd's MQTT plugin sends: {@code 1700000000.5:21.5} on {@code collectd/<host>/<plugin>/<type>}
 * becomes <code>{"plugin":{"type":21.5},"time":1700000000.5}</code>. Several values become {@code type_val1}, {@code type_val2} and so
 * on, as in thin-edge.io. Digits stay as they are. A value that collectd does not know, {@code nan}, is left out; when no other is there,
 * the route ends here. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: collectdLine
 *       type: dev.tedge.mapping.series.CollectdLine
 * }</pre>
 */
public final class CollectdLine implements Processor {

    private static final int LEVELS = 4;
    private static final Pattern UNKNOWN = Pattern.compile("[+-]?(nan|inf(inity)?)|U", Pattern.CASE_INSENSITIVE);

    /**
     * Replaces the payload.
     *
     * @throws MappingException if topic or payload have another form
     */
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String[] levels = Received.topic(message).split("/", -1);
        if (levels.length != LEVELS) {
            throw new MappingException("The topic must be collectd/<host>/<plugin>/<type>.");
        }
        String line = new String(Received.payload(message), StandardCharsets.UTF_8);
        // collectd ends its lines with a zero byte, as C does.
        String[] parts = line.replace('\0', ' ').strip().split(":", -1);
        if (parts.length < 2) {
            throw new MappingException("A line of collectd has a time and a value, as in 1700000000.5:21.5.");
        }
        String time = number(parts[0]);
        List<String> members = members(levels[LEVELS - 1], parts);
        if (members.isEmpty()) {
            exchange.setRouteStop(true);
            return;
        }
        String json = "{%s:{%s},\"time\":%s}".formatted(JsonText.quoted(levels[2]), String.join(",", members), time);
        message.setBody(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> members(String type, String[] parts) {
        List<String> members = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            if (!UNKNOWN.matcher(parts[i]).matches()) {
                String name = parts.length == 2 ? type : type + "_val" + i;
                members.add(JsonText.quoted(name) + ":" + number(parts[i]));
            }
        }
        return members;
    }

    private static String number(String text) {
        return JsonText.number(text)
                .orElseThrow(() -> new MappingException("What collectd sent holds something that is not a number."));
    }
}
