package dev.tedge.mqttserver.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "#",
                "+",
                "a/#",
                "+/+",
                "a/+/b",
                "a//b",
                "$aws/#",
                "$share/g/a",
                "$share/g/+/#",
                "$share/g//"
            })
    void goodFilter_isAccepted(String filter) {
        assertThat(TopicFilter.fault(filter)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "a/#/b, before its end",
        "#/a, before its end",
        "a#, not alone",
        "a/b+, not alone",
        "a/+b/c, not alone",
        "##, not alone",
        "$share/g, no filter",
        "$share/g/, no filter",
        "$share//a, share name",
        "$share/g+/a, share name",
        "$share/g/a/#/b, before its end"
    })
    void badFilter_isRefused_withItsFault(String filter, String fault) {
        assertThat(TopicFilter.fault(filter))
                .hasValueSatisfying(text -> assertThat(text).contains(fault));
        assertThatThrownBy(() -> TopicFilter.of(filter)).hasMessageContaining(fault);
    }

    @Test
    void nullCharacterAndLength_areRefused() {
        assertThat(TopicFilter.fault("a\0b")).isPresent();
        assertThat(TopicName.fault("a\0b")).isPresent();
        assertThat(TopicName.fault("x".repeat(65_535))).isEmpty();
        assertThat(TopicName.fault("x".repeat(65_536))).isPresent();
        assertThat(TopicName.fault("é".repeat(32_768))).isPresent();
        assertThat(TopicName.fault("/".repeat(199))).isEmpty();
        assertThat(TopicName.fault("/".repeat(200))).isPresent();
    }

    @Test
    void topicName_hasNoWildcards() {
        assertThat(TopicName.fault("a/+")).isPresent();
        assertThat(TopicName.fault("a/b#")).isPresent();
        assertThat(TopicName.fault("$aws/things/x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true, true",
        "a, A, false, false",
        "a/b, a, false, false",
        "a/#, a/b/c, true, true",
        "a/#, a, true, false",
        "a/#, a/, true, true",
        "a/+, a/, true, true",
        "a/+, a, false, false",
        "+, a, true, true",
        "+, /a, false, false",
        "+/+, /a, true, true",
        "/+, /a, true, true",
        "#, a/b, true, true",
        "#, /, true, true",
        "#, $aws/x, false, false",
        "+/x, $aws/x, false, false",
        "$aws/#, $aws/x, true, true",
        "$aws/+, $aws/x, true, true",
        "a/#, a/$x, true, true",
        "te/+/+/+/+/m/+, te/device/main///m/x, true, true",
        "te/device/main///m/x, te/device/main///m/x, true, true",
        "te/device/main//m/x, te/device/main///m/x, false, false",
        "$share/g/a/+, a/b, true, true",
        "$share/g/#, $aws, false, false"
    })
    void bothTrees_agreeWithTheTable(String filter, String topic, boolean standard, boolean withoutParent) {
        assertThat(subscriptionMatches(filter, topic, true)).isEqualTo(standard);
        assertThat(subscriptionMatches(filter, topic, false)).isEqualTo(withoutParent);
        assertThat(topicMatches(filter, topic, true)).isEqualTo(standard);
        assertThat(topicMatches(filter, topic, false)).isEqualTo(withoutParent);
    }

    private static boolean subscriptionMatches(String filter, String topic, boolean parentMatches) {
        SubscriptionTree<String, String> tree = new SubscriptionTree<>(parentMatches);
        tree.put(TopicFilter.of(filter), "client", "found");
        List<String> found = new ArrayList<>();
        tree.match(topic, found::add, group -> group.next(any -> true).ifPresent(found::add));
        tree.remove(TopicFilter.of(filter), "client");
        tree.match(topic, left -> found.add("removed"), left -> found.add("removed"));
        assertThat(found).isIn(List.of(), List.of("found"));
        return !found.isEmpty();
    }

    private static boolean topicMatches(String filter, String topic, boolean parentMatches) {
        TopicTree<String> tree = new TopicTree<>(parentMatches);
        tree.put(topic, "found");
        List<String> found = new ArrayList<>();
        tree.match(TopicFilter.of(filter), found::add);
        assertThat(found).isIn(List.of(), List.of("found"));
        return !found.isEmpty();
    }

    @Test
    void topicTree_countsReplacesAndRemoves() {
        TopicTree<String> tree = new TopicTree<>(true);
        tree.put("a/b", "1");
        tree.put("a/b", "2");
        tree.put("a", "3");
        assertThat(tree.size()).isEqualTo(2);
        assertThat(tree.get("a/b")).contains("2");
        tree.remove("a/b");
        tree.remove("a/b");
        tree.remove("never/there");
        assertThat(tree.size()).isEqualTo(1);
        assertThat(tree.get("a/b")).isEmpty();
        assertThat(tree.get("a")).contains("3");
    }

    @Test
    void sharedGroup_prefersAndTakesTurns() {
        SharedGroup<String, String> group = new SharedGroup<>();
        group.put("1", "one");
        group.put("2", "two");
        assertThat(group.next(any -> true)).contains("one");
        assertThat(group.next(any -> true)).contains("two");
        assertThat(group.next("two"::equals)).contains("two");
        assertThat(group.next("nobody"::equals)).contains("one");
        assertThat(group.removeAndIsEmpty("1")).isFalse();
        assertThat(group.removeAndIsEmpty("2")).isTrue();
    }
}
