package dev.tedge.job.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What AWS is told beside the status of an execution: the status in the device's own word, and the texts, numbers and flags that
 * the device has put into the command or has changed there. What breaks AWS's rules for names is left out, values are shortened
 * (AWS IoT API reference, {@code DetailsMap}: names of 1 to 128 of a-z, A-Z, 0-9, :, _ and -, values of 1 to 1024 characters
 * without controls).
 */
public final class StatusDetails {

    /** Why a command has failed: thin-edge.io's name. */
    public static final String REASON = "reason";

    private static final String STATUS = "status";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");
    private static final int LONGEST_VALUE = 1_024;
    private static final int MOST = 10;

    private StatusDetails() {}

    /**
     * Compares what a device says with the command that it was given.
     *
     * @param said has a status
     */
    public static Map<String, String> of(ObjectNode said, ObjectNode command) {
        Map<String, String> details = new LinkedHashMap<>();
        put(details, STATUS, said.path(STATUS));
        // The first to find a place.
        put(details, REASON, said.path(REASON));
        for (Map.Entry<String, JsonNode> member : said.properties()) {
            if (!member.getValue().equals(command.get(member.getKey()))) {
                put(details, member.getKey(), member.getValue());
            }
        }
        return details;
    }

    static Map<String, String> ofReason(String reason) {
        String value = value(reason);
        return value.isEmpty() ? Map.of() : Map.of(REASON, value);
    }

    private static void put(Map<String, String> details, String name, JsonNode member) {
        String value = member.isValueNode() && !member.isNull() ? value(member.asText()) : "";
        if (details.size() < MOST && !value.isEmpty() && NAME.matcher(name).matches()) {
            details.put(name, value);
        }
    }

    private static String value(String text) {
        String clean = CONTROL.matcher(text).replaceAll(" ").strip();
        if (clean.length() <= LONGEST_VALUE) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE;
        return clean.substring(0, end);
    }
}
