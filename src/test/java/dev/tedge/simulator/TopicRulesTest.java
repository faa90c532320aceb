package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicRulesTest {

    private static final String NONE = "-";

    private static String rule(Optional<Violation> violation) {
        return violation.map(found -> found.rule().name()).orElse(NONE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no slash                               | a                                                            | -
            7 slashes                              | a/b/c/d/e/f/g/h                                              | -
            8 slashes                              | a/b/c/d/e/f/g/h/i                                            | TOPIC_SLASHES
            7 slashes with empty levels            | //////a/                                                     | -
            8 slashes with empty levels            | ////////                                                     | TOPIC_SLASHES
            basic ingest, 7 further slashes        | $aws/rules/r/a/b/c/d/e/f/g/h                                 | -
            basic ingest, 8 further slashes        | $aws/rules/r/a/b/c/d/e/f/g/h/i                               | TOPIC_SLASHES
            basic ingest without a topic           | $aws/rules/r                                                 | -
            basic ingest without a rule            | $aws/rules                                                   | RESERVED_TOPIC
            shadow request                         | $aws/things/t/shadow/update                                  | -
            shadow get                             | $aws/things/t/shadow/get                                     | -
            named shadow request                   | $aws/things/t/shadow/name/n/delete                           | -
            shadow answer                          | $aws/things/t/shadow/update/accepted                         | RESERVED_TOPIC
            shadow delta                           | $aws/things/t/shadow/update/delta                            | RESERVED_TOPIC
            bare shadow                            | $aws/things/t/shadow                                         | RESERVED_TOPIC
            unknown shadow topic                   | $aws/things/t/shadow/foo                                     | RESERVED_TOPIC
            job update                             | $aws/things/t/jobs/j-1/update                                | -
            next job                               | $aws/things/t/jobs/$next/get                                 | -
            start of a job                         | $aws/things/t/jobs/start-next                                | -
            job notification                       | $aws/things/t/jobs/notify                                    | RESERVED_TOPIC
            defender metrics                       | $aws/things/t/defender/metrics/json                          | -
            stream request                         | $aws/things/t/streams/s/get/cbor                             | -
            stream data                            | $aws/things/t/streams/s/data/cbor                            | RESERVED_TOPIC
            command response                       | $aws/commands/things/t/executions/e/response/json            | -
            fleet provisioning                     | $aws/certificates/create-from-csr/json                       | -
            registration of a thing                | $aws/provisioning-templates/t/provision/json                 | -
            device location                        | $aws/device_location/t/get_position_estimate                 | -
            presence event                         | $aws/events/presence/connected/t                             | RESERVED_TOPIC
            topic of another broker                | $SYS/broker/uptime                                           | RESERVED_TOPIC
            a topic of one's own                   | $mine                                                        | RESERVED_TOPIC
            shared subscription                    | $share/g/a                                                   | RESERVED_TOPIC
            reserved in the middle is not reserved | a/$aws/things                                                | -
            """)
    void publish_isJudged(String reason, String topic, String rule) {
        assertThat(rule(TopicRules.publish(topic, 0))).as(reason).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            everything                             | #                                                            | -
            one level                              | +                                                            | -
            7 slashes                              | a/b/c/d/e/f/g/#                                              | -
            8 slashes                              | a/b/c/d/e/f/g/h/#                                            | TOPIC_SLASHES
            shared, 7 further slashes              | $share/g/a/b/c/d/e/f/g/#                                     | -
            shared, 8 further slashes              | $share/g/a/b/c/d/e/f/g/h/#                                   | TOPIC_SLASHES
            shared and reserved                    | $share/g/$aws/things/t/shadow/update/delta                   | -
            shared and unknown                     | $share/g/$mine/a                                             | RESERVED_TOPIC
            all of the shadow                      | $aws/things/t/shadow/#                                       | -
            all of a named shadow                  | $aws/things/t/shadow/name/n/#                                | -
            shadow delta                           | $aws/things/t/shadow/update/delta                            | -
            named shadow delta, 7 slashes          | $aws/things/t/shadow/name/n/update/delta                     | -
            own shadow request                     | $aws/things/t/shadow/update                                  | -
            shadow answers by wildcard             | $aws/things/t/shadow/+/accepted                              | -
            any shadow answer                      | $aws/things/t/shadow/+/+                                     | -
            shadows of all things                  | $aws/things/+/shadow/update/+                                | -
            unknown shadow topic                   | $aws/things/t/shadow/foo                                     | RESERVED_TOPIC
            unknown below a shadow topic           | $aws/things/t/shadow/update/delta/x                          | RESERVED_TOPIC
            job notifications                      | $aws/things/t/jobs/notify-next                               | -
            job answers                            | $aws/things/t/jobs/+/update/accepted                         | -
            all of the jobs                        | $aws/things/t/jobs/#                                         | -
            all of a thing                         | $aws/things/t/#                                              | -
            tunnels                                | $aws/things/t/tunnels/notify                                 | -
            own presence                           | $aws/events/presence/disconnected/t                          | -
            commands                               | $aws/commands/things/t/executions/+/request/#                | -
            provisioning answers                   | $aws/certificates/create/json/accepted                       | -
            basic ingest is publish-only           | $aws/rules/r/a                                               | RESERVED_TOPIC
            defender metrics are publish-only      | $aws/things/t/defender/metrics/json                          | RESERVED_TOPIC
            unknown service                        | $aws/things/t/foo/#                                          | RESERVED_TOPIC
            topic of another broker                | $SYS/#                                                       | RESERVED_TOPIC
            """)
    void subscribe_isJudged(String reason, String filter, String rule) {
        assertThat(rule(TopicRules.subscribe(filter))).as(reason).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "256 bytes, '', a, 256, -",
        "257 bytes, '', a, 257, TOPIC_LENGTH",
        "256 bytes of 128 letters, '', é, 128, -",
        "258 bytes of 129 letters, '', é, 129, TOPIC_LENGTH",
        "256 bytes of 64 emoji, '', 🤖, 64, -",
        "260 bytes of 65 emoji, '', 🤖, 65, TOPIC_LENGTH",
        "a rule's name is not counted, $aws/rules/a-rule-of-many-bytes/, a, 256, -",
        "what follows it is, $aws/rules/r/, a, 257, TOPIC_LENGTH"
    })
    void topic_isMeasuredInBytes(String reason, String prefix, String letter, int times, String rule) {
        assertThat(rule(TopicRules.publish(prefix + letter.repeat(times), 0)))
                .as(reason)
                .isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "256 bytes, '', 256, -",
        "257 bytes, '', 257, TOPIC_LENGTH",
        "a group's name is not counted, $share/a-group-of-many-bytes/, 256, -",
        "what follows it is, $share/g/, 257, TOPIC_LENGTH"
    })
    void filter_isMeasuredInBytes(String reason, String prefix, int times, String rule) {
        assertThat(rule(TopicRules.subscribe(prefix + "a".repeat(times))))
                .as(reason)
                .isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"128 characters, 128, -", "129 characters, 129, TOPIC_LENGTH", "as many as fit, 60000, TOPIC_LENGTH"})
    void nameOfRuleOrGroup_isMeasured(String reason, int characters, String rule) {
        String name = "n".repeat(characters);

        assertThat(rule(TopicRules.publish("$aws/rules/" + name + "/a", 0))).isEqualTo(rule);
        assertThat(rule(TopicRules.subscribe("$share/" + name + "/a"))).isEqualTo(rule);
    }

    @Test
    void longText_isShownInPart() {
        String text = "a/".repeat(30_000);

        assertThat(Stream.of(
                        TopicRules.clientId(text),
                        TopicRules.publish(text, 0),
                        TopicRules.publish("$" + text, 0),
                        TopicRules.publish("$aws/rules/" + text.replace("/", ""), 0),
                        TopicRules.subscribe(text),
                        TopicRules.subscribe("$" + text),
                        TopicRules.subscribe("$share/" + text.replace("/", "")),
                        TopicRules.cloudPublish(text, 0)))
                .allSatisfy(violation -> assertThat(violation)
                        .map(Violation::reason)
                        .hasValueSatisfying(reason -> assertThat(reason)
                                .contains("... (")
                                .contains("000")
                                .hasSizeLessThan(200)));
    }

    @ParameterizedTest
    @CsvSource({"0, -", "131072, -", "131073, PAYLOAD_SIZE"})
    void payload_isMeasured(int bytes, String rule) {
        assertThat(rule(TopicRules.publish("a", bytes))).isEqualTo(rule);
        assertThat(rule(TopicRules.cloudPublish("a", bytes))).isEqualTo(rule);
    }

    @Test
    void cloud_mayUseEveryReservedTopic_butKeepsTheLimits() {
        assertThat(rule(TopicRules.cloudPublish("$aws/things/t/shadow/update/delta", 0)))
                .isEqualTo(NONE);
        assertThat(rule(TopicRules.cloudPublish("a/b/c/d/e/f/g/h/i", 0))).isEqualTo("TOPIC_SLASHES");
    }

    @Test
    void violation_namesTopicFigureAndLimit() {
        assertThat(TopicRules.publish("a/b/c/d/e/f/g/h/i", 0))
                .contains(new Violation(
                        AwsRule.TOPIC_SLASHES, "'a/b/c/d/e/f/g/h/i' has 8 slashes, at most 7 are allowed"));
        assertThat(TopicRules.publish("a", 131_073))
                .contains(new Violation(
                        AwsRule.PAYLOAD_SIZE, "the payload for 'a' has 131073 bytes, at most 131072 are allowed"));
    }

    @ParameterizedTest
    @EnumSource
    void rule_namesItsPage(AwsRule rule) {
        assertThat(rule.page())
                .matches("https://docs\\.aws\\.amazon\\.com/(general|iot)/latest/[a-z]+/.*\\.html(#.*)?");
    }

    @ParameterizedTest
    @CsvSource({
        "$aws/rules/building/room/lights, building",
        "$aws/rules/building/, building",
        "$aws/rules/building, building",
        "$aws/rule/building/x, ",
        "aws/rules/building/x, "
    })
    void ruleOf_isThatOfABasicIngestTopic(String topic, String rule) {
        assertThat(TopicRules.ruleOf(topic)).isEqualTo(Optional.ofNullable(rule));
    }
}
