package dev.tedge.simulator;

import dev.tedge.simulator.service.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What AWS IoT Core demands of topics, payloads and client ids, whatever the policy says.
 *
 * <p>Source: AWS General Reference, "AWS IoT Core endpoints and quotas", message broker limits; AWS IoT Developer
 * Guide, "MQTT" (shared subscriptions), "Basic Ingest" and "Reserved topics".
 */
final class TopicRules {

    /** 128 KiB: AWS's "128 KB" a message. */
    static final int MAX_PAYLOAD_BYTES = 131_072;

    private static final int MAX_CLIENT_ID_BYTES = 128;

    private static final int MAX_SLASHES = 7;
    private static final int MAX_TOPIC_BYTES = 256;

    /** API reference, CreateTopicRule; for the group of a shared subscription AWS names none, so it has the same. */
    private static final int MAX_NAME_CHARACTERS = 128;

    private static final String BASIC_INGEST = "$aws/rules/";
    private static final String SHARED = "$share/";

    private TopicRules() {}

    /** What is wrong with a client id. */
    static Optional<Violation> clientId(String clientId) {
        int bytes = clientId.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_CLIENT_ID_BYTES) {
            String reason = "the client id '" + Excerpt.of(clientId) + "' has " + bytes + " bytes, but at most "
                    + MAX_CLIENT_ID_BYTES + " are allowed";
            return Optional.of(new Violation(AwsRule.CLIENT_ID, reason));
        }
        return violation(
                clientId.startsWith("$"), AwsRule.CLIENT_ID, "the client id '" + clientId + "' begins with '$'");
    }

    /** What is wrong with a device's PUBLISH. */
    static Optional<Violation> publish(String topic, int payloadBytes) {
        return reserved(topic, topic.startsWith("$") && !ReservedTopics.mayPublish(topic), "published to")
                .or(() -> name(topic, BASIC_INGEST, "rule"))
                .or(() -> size(topic, withoutRule(topic)))
                .or(() -> payload(topic, payloadBytes));
    }

    /** What is wrong with a filter of a device's SUBSCRIBE. */
    static Optional<Violation> subscribe(String filter) {
        String plain = withoutShare(filter);
        return reserved(filter, plain.startsWith("$") && !ReservedTopics.maySubscribe(plain), "subscribed to")
                .or(() -> name(filter, SHARED, "group"))
                .or(() -> size(filter, plain));
    }

    /** What is wrong with a message from the cloud, where services may use every reserved topic. */
    static Optional<Violation> cloudPublish(String topic, int payloadBytes) {
        return size(topic, topic).or(() -> payload(topic, payloadBytes));
    }

    /** The rule of AWS IoT that a Basic Ingest topic names. */
    static Optional<String> ruleOf(String topic) {
        return nameBehind(BASIC_INGEST, topic);
    }

    private static Optional<String> nameBehind(String prefix, String topic) {
        if (!topic.startsWith(prefix)) {
            return Optional.empty();
        }
        int end = topic.indexOf('/', prefix.length());
        return Optional.of(topic.substring(prefix.length(), end < 0 ? topic.length() : end));
    }

    private static Optional<Violation> reserved(String topic, boolean refused, String how) {
        return violation(
                refused,
                AwsRule.RESERVED_TOPIC,
                "'" + Excerpt.of(topic) + "' is a reserved topic that cannot be " + how);
    }

    /** What is wrong with the name behind a prefix, which does not count as a part of the topic. */
    private static Optional<Violation> name(String topic, String prefix, String kind) {
        int characters = nameBehind(prefix, topic).map(String::length).orElse(0);
        return violation(
                characters > MAX_NAME_CHARACTERS,
                AwsRule.TOPIC_LENGTH,
                "'" + Excerpt.of(topic) + "' names a " + kind + " with " + characters + " characters, at most "
                        + MAX_NAME_CHARACTERS + " are allowed");
    }

    private static Optional<Violation> size(String topic, String counted) {
        long slashes = counted.chars().filter(letter -> letter == '/').count();
        int bytes = counted.getBytes(StandardCharsets.UTF_8).length;
        return violation(
                        slashes > MAX_SLASHES,
                        AwsRule.TOPIC_SLASHES,
                        "'" + Excerpt.of(topic) + "' has " + slashes + " slashes, at most " + MAX_SLASHES
                                + " are allowed")
                .or(() -> violation(
                        bytes > MAX_TOPIC_BYTES,
                        AwsRule.TOPIC_LENGTH,
                        "'" + Excerpt.of(topic) + "' has " + bytes + " bytes, at most " + MAX_TOPIC_BYTES
                                + " are allowed"));
    }

    private static Optional<Violation> payload(String topic, int bytes) {
        return violation(
                bytes > MAX_PAYLOAD_BYTES,
                AwsRule.PAYLOAD_SIZE,
                "the payload for '" + Excerpt.of(topic) + "' has " + bytes + " bytes, at most " + MAX_PAYLOAD_BYTES
                        + " are allowed");
    }

    private static Optional<Violation> violation(boolean broken, AwsRule rule, String reason) {
        return broken ? Optional.of(new Violation(rule, reason)) : Optional.empty();
    }

    /** The topic behind {@code $aws/rules/<rule>/}: a basic ingest prefix does not count. */
    private static String withoutRule(String topic) {
        return topic.startsWith(BASIC_INGEST) ? afterNextSlash(topic, BASIC_INGEST.length()) : topic;
    }

    /** The filter behind {@code $share/<group>/}, which does not count. */
    private static String withoutShare(String filter) {
        return filter.startsWith(SHARED) ? afterNextSlash(filter, SHARED.length()) : filter;
    }

    private static String afterNextSlash(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text : text.substring(slash + 1);
    }
}
