package dev.tedge.message;

import java.util.Optional;

/**
 * A topic of AWS IoT's Device Shadow service, {@code $aws/things/<thing>/shadow/<operation>} or, for a named shadow,
 * {@code $aws/things/<thing>/shadow/name/<name>/<operation>} (developer guide, "Device Shadow MQTT topics").
 *
 * @param thing the thing that the shadow belongs to
 * @param name the name of the shadow, empty for the classic one
 * @param operation the rest, such as {@code update} or {@code update/accepted}
 */
public record ShadowTopic(String thing, Optional<String> name, String operation) {

    private static final String THINGS = "$aws/things/";
    private static final String SHADOW = "/shadow/";
    private static final String NAME = "name/";

    /**
     * Reads a topic.
     *
     * @return empty if it is no topic of a shadow
     */
    public static Optional<ShadowTopic> parse(String topic) {
        int thingEnd = topic.indexOf('/', THINGS.length());
        if (!topic.startsWith(THINGS) || thingEnd < 0 || !topic.startsWith(SHADOW, thingEnd)) {
            return Optional.empty();
        }
        String thing = topic.substring(THINGS.length(), thingEnd);
        String rest = topic.substring(thingEnd + SHADOW.length());
        int nameEnd = rest.indexOf('/', NAME.length());
        if (rest.startsWith(NAME) && nameEnd >= 0) {
            String name = rest.substring(NAME.length(), nameEnd);
            return Optional.of(new ShadowTopic(thing, Optional.of(name), rest.substring(nameEnd + 1)));
        }
        return Optional.of(new ShadowTopic(thing, Optional.empty(), rest));
    }

    /** Whether this is what devices publish: exactly {@code get}, {@code update} or {@code delete}, no answer to it. */
    public boolean isRequest() {
        return operation.equals("get") || operation.equals("update") || operation.equals("delete");
    }

    /** Whether a message here carries a state document for the shadow. */
    public boolean isUpdate() {
        return operation.equals("update");
    }
}
