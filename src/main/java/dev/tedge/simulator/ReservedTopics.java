package dev.tedge.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * The topics below {@code $} that AWS IoT Core knows. Everything else there is refused.
 *
 * <p>Source: AWS IoT Developer Guide, "Reserved topics" (reserved-topics.html), with its columns "Publish" and
 * "Subscribe". AWS lets clients subscribe to the shadow's request topics too.
 */
final class ReservedTopics {

    private static final String SHADOW = "$aws/things/+/shadow/";
    private static final String NAMED_SHADOW = "$aws/things/+/shadow/name/+/";
    private static final String JOBS = "$aws/things/+/jobs/";
    private static final String STREAM = "$aws/things/+/streams/+/";
    private static final String COMMAND = "$aws/commands/+/+/executions/+/";

    private static final List<String> SHADOW_REQUESTS = below(List.of("get", "update", "delete"));

    private static final List<String> SHADOW_ANSWERS = below(List.of(
            "get/accepted",
            "get/rejected",
            "update/accepted",
            "update/rejected",
            "update/delta",
            "update/documents",
            "delete/accepted",
            "delete/rejected"));

    private static final List<String> PUBLISH = Stream.concat(
                    SHADOW_REQUESTS.stream(),
                    Stream.of(
                            "$aws/rules/+/#",
                            JOBS + "get",
                            JOBS + "start-next",
                            JOBS + "+/get",
                            JOBS + "+/update",
                            "$aws/things/+/defender/metrics/+",
                            STREAM + "get/+",
                            STREAM + "describe/+",
                            COMMAND + "response/#",
                            "$aws/certificates/create/+",
                            "$aws/certificates/create-from-csr/+",
                            "$aws/provisioning-templates/+/provision/+",
                            "$aws/device_location/+/get_position_estimate"))
            .toList();

    private static final List<String> SUBSCRIBE = Stream.of(
                    SHADOW_REQUESTS,
                    SHADOW_ANSWERS,
                    List.of(
                            "$aws/events/#",
                            JOBS + "notify",
                            JOBS + "notify-next",
                            JOBS + "get/+",
                            JOBS + "start-next/+",
                            JOBS + "+/get/+",
                            JOBS + "+/update/+",
                            "$aws/things/+/defender/metrics/+/+",
                            STREAM + "data/+",
                            STREAM + "description/+",
                            STREAM + "rejected/+",
                            "$aws/things/+/tunnels/notify",
                            COMMAND + "request/#",
                            COMMAND + "response/#",
                            "$aws/certificates/create/+/+",
                            "$aws/certificates/create-from-csr/+/+",
                            "$aws/provisioning-templates/+/provision/+/+",
                            "$aws/device_location/+/get_position_estimate/+",
                            "$aws/sitewise/asset-models/+/assets/+/properties/+"))
            .flatMap(List::stream)
            .toList();

    private ReservedTopics() {}

    private static List<String> below(List<String> stubs) {
        return stubs.stream()
                .flatMap(stub -> Stream.of(SHADOW + stub, NAMED_SHADOW + stub))
                .toList();
    }

    /** Whether devices may publish to this topic, which begins with {@code $}. */
    static boolean mayPublish(String topic) {
        return PUBLISH.stream().anyMatch(pattern -> overlap(pattern, topic));
    }

    /** Whether this filter, which begins with {@code $}, can match a topic to which devices may subscribe. */
    static boolean maySubscribe(String filter) {
        return SUBSCRIBE.stream().anyMatch(pattern -> overlap(pattern, filter));
    }

    /** Whether there is a topic that both filters match. */
    private static boolean overlap(String one, String other) {
        String[] left = one.split("/", -1);
        String[] right = other.split("/", -1);
        for (int level = 0; level < Math.min(left.length, right.length); level++) {
            if (left[level].equals("#") || right[level].equals("#")) {
                return true;
            }
            if (!left[level].equals("+") && !right[level].equals("+") && !left[level].equals(right[level])) {
                return false;
            }
        }
        return left.length == right.length || isAllBelow(left, right.length) || isAllBelow(right, left.length);
    }

    /** Whether a filter goes one level deeper than the other, and that level is the one for all. */
    private static boolean isAllBelow(String[] levels, int position) {
        return levels.length == position + 1 && levels[position].equals("#");
    }
}
