package dev.tedge.message;

import java.util.List;
import java.util.stream.Stream;

/**
 * The topics below {@code $aws/} that devices may publish to. AWS: "unsupported publish or subscribe on reserved topics
 * can result in a terminated connection" (developer guide, "Reserved topics").
 */
final class ReservedTopics {

    private static final String BASIC_INGEST = "$aws/rules/";

    private static final List<TopicFilter> PUBLISHABLE = Stream.of(
                    "$aws/things/+/shadow/get",
                    "$aws/things/+/shadow/update",
                    "$aws/things/+/shadow/delete",
                    "$aws/things/+/shadow/name/+/get",
                    "$aws/things/+/shadow/name/+/update",
                    "$aws/things/+/shadow/name/+/delete",
                    "$aws/things/+/jobs/get",
                    "$aws/things/+/jobs/start-next",
                    "$aws/things/+/jobs/+/get",
                    "$aws/things/+/jobs/+/update",
                    "$aws/things/+/defender/metrics/json",
                    "$aws/things/+/defender/metrics/cbor",
                    "$aws/things/+/streams/+/get/json",
                    "$aws/things/+/streams/+/get/cbor",
                    "$aws/things/+/streams/+/describe/json",
                    "$aws/things/+/streams/+/describe/cbor",
                    "$aws/device_location/+/get_position_estimate",
                    "$aws/certificates/create/json",
                    "$aws/certificates/create/cbor",
                    "$aws/certificates/create-from-csr/json",
                    "$aws/certificates/create-from-csr/cbor",
                    "$aws/provisioning-templates/+/provision/json",
                    "$aws/provisioning-templates/+/provision/cbor")
            .map(TopicFilter::new)
            .toList();

    /** Where AWS publishes what devices may receive. */
    private static final List<TopicFilter> SUBSCRIBABLE = Stream.of(
                    "$aws/things/+/shadow/#",
                    "$aws/things/+/jobs/#",
                    "$aws/things/+/defender/#",
                    "$aws/things/+/streams/#",
                    "$aws/things/+/tunnels/#",
                    "$aws/commands/#",
                    "$aws/events/#",
                    "$aws/certificates/#",
                    "$aws/provisioning-templates/#",
                    "$aws/device_location/#",
                    "$aws/sitewise/#")
            .map(TopicFilter::new)
            .toList();

    private ReservedTopics() {}

    static void requireSubscribable(TopicFilter filter) {
        if (SUBSCRIBABLE.stream().noneMatch(filter::overlaps)) {
            throw new InvalidTopicException(
                    "AWS topic filter %s is reserved: of the topics that begin with '$' devices may receive only those that AWS"
                                    .formatted(TopicText.quoted(filter.value()))
                            + " documents (shadow, jobs, commands, events, defender, streams, tunnels, location, provisioning).");
        }
    }

    static void requirePublishable(String topic) {
        if (!isBasicIngest(topic) && !isServiceRequest(topic)) {
            throw new InvalidTopicException(
                    "AWS topic %s is reserved: of the topics that begin with '$' devices may publish only to the requests"
                                    .formatted(TopicText.quoted(topic))
                            + " that AWS documents (shadow, jobs, defender, streams, location, provisioning, Basic Ingest).");
        }
    }

    /** How much of the topic AWS leaves out of its limits: {@code $aws/rules/<rule>/} of Basic Ingest, else nothing. */
    static int uncountedLength(String topic) {
        if (!topic.startsWith(BASIC_INGEST)) {
            return 0;
        }
        int slash = topic.indexOf('/', BASIC_INGEST.length());
        return slash < 0 ? topic.length() : slash + 1;
    }

    private static boolean isBasicIngest(String topic) {
        return topic.startsWith(BASIC_INGEST)
                && topic.length() > BASIC_INGEST.length()
                && topic.charAt(BASIC_INGEST.length()) != '/';
    }

    private static boolean isServiceRequest(String topic) {
        // '+' matches an empty level, but there is no thing, shadow, job or template without a name.
        return !topic.contains("//") && PUBLISHABLE.stream().anyMatch(filter -> filter.matches(topic));
    }
}
