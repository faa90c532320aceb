package dev.tedge.mapping;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that adds a member to a payload that is a JSON object: a string, the value of a header. All other bytes stay as they are. Without
 * the header, with an empty one, when the object has the member already, and when the payload is anything else, nothing is done. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: addSite
 *       type: dev.tedge.mapping.AddMember
 *       constructors:
 *         0: "site"  # member
 *         1: "site"  # header
 * }</pre>
 */
public final class AddMember implements Processor {

    private final String member;
    private final String header;

    /**
     * @param member its name
     * @param header the name of the header with the value
     */
    public AddMember(String member, String header) {
        this.member = member;
        this.header = header;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String value = message.getHeader(header, String.class);
        byte[] payload = message.getBody(byte[].class);
        if (value == null || value.isEmpty() || payload == null) {
            return;
        }
        Optional<JsonObject> object = JsonObject.parse(payload, member);
        if (object.isPresent() && object.get().values().isEmpty()) {
            message.setBody(object.get().append(quoted(member), '"' + quoted(value) + '"'));
        }
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
